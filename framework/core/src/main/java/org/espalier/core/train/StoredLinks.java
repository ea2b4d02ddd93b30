package org.espalier.core.train;

import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.LinkView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.WeightStore;

/** What a weight stores, as criteria see links: of a latent weight, every position. */
record StoredLinks(WeightStore weight, RandomStream random, Collected collected) implements LinkView {
    @Override
    public double flow(int link) {
        return collected.flow(link);
    }

    @Override
    public float hessianGradient(int link) {
        return collected.hessianGradient(link);
    }

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
        return weight.row(link);
    }

    @Override
    public int column(int link) {
        return weight.column(link);
    }

    @Override
    public float value(int link) {
        return NativeMemory.getFloat(weight.values() + 4L * link);
    }

    @Override
    public float gradient(int link) {
        return NativeMemory.getFloat(weight.gradient() + 4L * link);
    }
}
