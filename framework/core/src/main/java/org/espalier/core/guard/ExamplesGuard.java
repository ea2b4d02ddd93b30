package org.espalier.core.guard;

import org.espalier.api.border.Examples;

/**
 * Reads examples a plugin delivered, in the hot loop. Labels are checked because kernels take them as indices.
 *
 * @param count asked for once: the engine counts on it
 * @param positions asked for once, like count
 * @param mixesTargets asked for once, like count
 * @param least the least label allowed
 * @param most the greatest label allowed
 */
record ExamplesGuard(Examples plugin, Calls calls, int count, int positions, boolean mixesTargets, int least, int most)
        implements Examples, Guarded {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public void features(int id, float[] out) {
        calls.enter("features");
        try {
            plugin.features(id, out);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed("features", e);
        } finally {
            calls.leave();
        }
    }

    @Override
    public void features(int id, long draw, float[] out) {
        calls.enter("features");
        try {
            plugin.features(id, draw, out);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed("features", e);
        } finally {
            calls.leave();
        }
    }

    @Override
    public int label(int id) {
        calls.enter("label");
        try {
            int label = plugin.label(id);
            calls.returned();
            if (label < least || label > most) {
                throw calls.wrong(
                        "label", label + " for example " + id + "; allowed are " + least + " to " + most + ".");
            }
            return label;
        } catch (Throwable e) {
            throw calls.failed("label", e);
        } finally {
            calls.leave();
        }
    }

    @Override
    public void labels(int id, int[] out) {
        calls.enter("labels");
        try {
            plugin.labels(id, out);
            calls.returned();
            for (int position = 0; position < positions; position++) {
                int label = out[position];
                if (label < -1 || label > most) {
                    throw calls.wrong(
                            "labels",
                            label + " at position " + position + " of example " + id + "; allowed are -1 to " + most
                                    + ".");
                }
            }
        } catch (Throwable e) {
            throw calls.failed("labels", e);
        } finally {
            calls.leave();
        }
    }

    @Override
    public void target(int id, float[] out) {
        calls.enter("target");
        try {
            plugin.target(id, out);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed("target", e);
        } finally {
            calls.leave();
        }
    }

    @Override
    public void target(int id, long draw, float[] out) {
        calls.enter("target");
        try {
            plugin.target(id, draw, out);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed("target", e);
        } finally {
            calls.leave();
        }
    }
}
