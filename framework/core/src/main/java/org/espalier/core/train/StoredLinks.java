package org.espalier.core.train;

import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.LinkView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.SparseWeight;

/** The links of a stored weight, as criteria see them. */
record StoredLinks(SparseWeight weight, RandomStream random) implements LinkView {
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
        return weight.topology().row(link);
    }

    @Override
    public int column(int link) {
        return weight.topology().column(link);
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
