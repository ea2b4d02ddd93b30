package org.espalier.plugins.data;

import org.espalier.api.border.Examples;

/** Examples that are those of others unless they are drawn; targets are those of the others in any case. */
interface DrawnExamples extends Examples {
    Examples inner();

    @Override
    default int count() {
        return inner().count();
    }

    @Override
    default void features(int id, float[] out) {
        inner().features(id, out);
    }

    @Override
    default int label(int id) {
        return inner().label(id);
    }

    @Override
    default int positions() {
        return inner().positions();
    }

    @Override
    default void labels(int id, int[] out) {
        inner().labels(id, out);
    }

    @Override
    default void target(int id, float[] out) {
        inner().target(id, out);
    }

    @Override
    default void target(int id, long draw, float[] out) {
        inner().target(id, draw, out);
    }

    @Override
    default boolean mixesTargets() {
        return inner().mixesTargets();
    }
}
