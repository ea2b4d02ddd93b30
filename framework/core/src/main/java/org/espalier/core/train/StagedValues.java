package org.espalier.core.train;

import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;

/** Some values of a parameter at a time, as an array; what is stored goes to what is copied from it as well. */
final class StagedValues {
    private final WeightStore parameter;
    private final float[] values = new float[ParameterPart.BLOCK];
    private final int[] places = new int[ParameterPart.BLOCK];

    StagedValues(WeightStore parameter) {
        this.parameter = parameter;
    }

    /**
     * Brings values of the parameter here.
     *
     * @param count at most {@link ParameterPart#BLOCK}
     * @return them, {@code [count]}
     */
    float[] load(int first, int count) {
        return read(parameter.values() + 4L * first, count);
    }

    /** Brings numbers from elsewhere here. */
    float[] read(long address, int count) {
        NativeMemory.copy(address, values, 0, count);
        return values;
    }

    /** Brings what is here into the parameter and what is copied from it. */
    void store(int first, int count) {
        long offset = 4L * first;
        NativeMemory.copy(values, 0, parameter.values() + offset, count);
        if (parameter instanceof LatentWeight latent) {
            latent.show(first, count);
        }
        if (parameter instanceof SparseWeight sparse && sparse.transposedOrder() != 0) {
            NativeMemory.copy(sparse.transposedOrder() + offset, places, 0, count);
            long transposed = sparse.transposed().values();
            for (int k = 0; k < count; k++) {
                NativeMemory.setFloat(transposed + 4L * places[k], values[k]);
            }
        }
    }
}
