package org.espalier.core.train;

import java.util.stream.LongStream;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.LinkView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.LatentWeight;

/** Every position of a latent weight, seen or not, as criteria see links. */
record AllPositions(LatentWeight weight, RandomStream random) implements LinkView {
    @Override
    public MatrixShape shape() {
        return weight.shape();
    }

    @Override
    public int count() {
        return weight.count();
    }

    @Override
    public int row(int link) {
        return link / shape().columns();
    }

    @Override
    public int column(int link) {
        return link % shape().columns();
    }

    @Override
    public float value(int link) {
        return NativeMemory.getFloat(weight.values() + 4L * link);
    }

    @Override
    public float gradient(int link) {
        return NativeMemory.getFloat(weight.gradient() + 4L * link);
    }

    /** Their numbers, which are the positions themselves. */
    long[] positions() {
        return LongStream.range(0, count()).toArray();
    }
}
