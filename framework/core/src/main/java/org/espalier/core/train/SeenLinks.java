package org.espalier.core.train;

import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.LinkView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.LatentWeight;

/** The links a latent weight is seen with, as criteria see them. */
record SeenLinks(LatentWeight weight, RandomStream random, Collected collected) implements LinkView {
    @Override
    public double flow(int link) {
        return collected.flow(link);
    }

    @Override
    public float hessianGradient(int link) {
        return collected.hessianGradient(position(link));
    }

    @Override
    public MatrixShape shape() {
        return weight.shape();
    }

    @Override
    public int count() {
        return weight.seen().count();
    }

    @Override
    public int row(int link) {
        return weight.seen().row(link);
    }

    @Override
    public int column(int link) {
        return weight.seen().column(link);
    }

    @Override
    public float value(int link) {
        return NativeMemory.getFloat(weight.seen().values() + 4L * link);
    }

    @Override
    public float gradient(int link) {
        return NativeMemory.getFloat(weight.gradient() + 4L * position(link));
    }

    private int position(int link) {
        return row(link) * shape().columns() + column(link);
    }
}
