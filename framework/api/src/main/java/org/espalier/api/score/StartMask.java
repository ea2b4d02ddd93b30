package org.espalier.api.score;

import org.espalier.api.MatrixShape;
import org.espalier.api.PluginKind;
import org.espalier.api.RandomStream;
import org.osgi.annotation.versioning.ConsumerType;

/** The first mask of a weight, before step 0. */
@ConsumerType
@PluginKind("start")
public interface StartMask {
    /**
     * How many links the weight starts with.
     *
     * @param shape the weight
     * @param links the count the layer's budget asks for at the start
     */
    default long count(MatrixShape shape, long links) {
        return links;
    }

    /**
     * The positions (row times columns plus column) that hold a link at first.
     *
     * @param shape the weight
     * @param links how many: the value of {@link #count}
     * @param random a stream of this weight
     * @return exactly {@code links} distinct positions, ascending
     */
    long[] positions(MatrixShape shape, long links, RandomStream random);
}
