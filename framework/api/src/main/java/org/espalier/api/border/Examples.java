package org.espalier.api.border;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A list of examples with stable ids 0 … count - 1. Safe to read from several threads.
 */
@ConsumerType
public interface Examples {
    int count();

    /**
     * Writes the features of an example.
     *
     * @param id in [0, count)
     * @param out {@code [features]}
     */
    void features(int id, float[] out);

    /**
     * Writes the features of an example as training sees it: changed at random where a preparation does that. Who passes
     * on the examples of another passes this on too.
     *
     * @param id in [0, count)
     * @param draw the key of what is drawn, another one in each epoch; whoever draws mixes it with a key of its own and asks
     *     {@link org.espalier.api.RandomStream#bits(long, long)}
     * @param out {@code [features]}
     */
    default void features(int id, long draw, float[] out) {
        features(id, out);
    }

    /**
     * The class of an example; -1 where the targets are numbers. Where the data have a graph, -1 also says that the example
     * does not count: it is there for its neighbours, and neither loss nor metrics read what the model gives for it. Asked
     * for where examples have one position.
     */
    int label(int id);

    /** Positions of an example that have a label of their own: 1, or the steps of a sequence. The same for all examples. */
    default int positions() {
        return 1;
    }

    /**
     * Writes the class of each position; -1 where a position does not count.
     *
     * @param out {@code [positions]}
     */
    default void labels(int id, int[] out) {
        out[0] = label(id);
    }

    /**
     * Writes the numeric target of an example; for class labels, one-hot, and zeros for an example that does not count.
     * Where positions have labels it is not asked for.
     *
     * @param out {@code [targets]}
     */
    void target(int id, float[] out);

    /**
     * Writes the target of an example as training sees it: mixed with those of others where a preparation does that, as
     * {@link #mixesTargets} says. Who passes on the examples of another passes this on too.
     *
     * @param id in [0, count)
     * @param draw the key {@link #features(int, long, float[])} was asked with, which has drawn the same there
     * @param out {@code [targets]}
     */
    default void target(int id, long draw, float[] out) {
        target(id, out);
    }

    /**
     * Whether targets are others when they are drawn. A class then says nothing of what training sees, so that losses read
     * targets alone. Who passes on the examples of another passes this on too.
     */
    default boolean mixesTargets() {
        return false;
    }
}
