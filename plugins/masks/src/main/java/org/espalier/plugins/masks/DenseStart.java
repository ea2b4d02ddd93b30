package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import org.espalier.api.MatrixShape;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.score.StartMask;

/** Every position holds a link, whatever the budget; pruning then brings the weight to its budget. */
@Plugin(
        name = "dense",
        doc = "Starts with every link, for methods that prune while they train, such as gradual magnitude pruning.")
public final class DenseStart implements StartMask {
    @Inject
    public DenseStart() {}

    @Override
    public long count(MatrixShape shape, long links) {
        return shape.positions();
    }

    @Override
    public long[] positions(MatrixShape shape, long links, RandomStream random) {
        if (links != shape.positions()) {
            throw new IllegalArgumentException("a dense start of " + shape.name() + " has all " + shape.positions()
                    + " links, was asked for " + links);
        }
        long[] all = new long[Positions.arrayLength(shape, links)];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return all;
    }
}
