package org.espalier.api.backend;

/** Arithmetic over links between examples. What stands here is the reference. */
public interface GraphKernels {
    /**
     * {@code out[f][i] = Σ_k w_ik in[f][k]} over the links of row i, a chain of fma from +0 in their order; for examples
     * without a row the result is 0.
     *
     * @param links a row for each example; its {@link SparseMatrix#columnIndices} say at which float of a plane feature 0
     *     of the neighbour stands
     * @param panel how examples lie
     * @param features of both planes
     * @param in plane of {@code features} features
     * @param out another one
     * @param add whether the sums are added to what is there
     * @param from first feature
     * @param to end of features
     */
    default void aggregate(
            SparseMatrix links, Panel panel, int features, long in, long out, boolean add, int from, int to) {
        int width = panel.width();
        for (int f = from; f < to; f++) {
            long first = in + 4L * f * width;
            for (int p = 0; p < panel.capacity(); p++) {
                float sum = 0f;
                if (p < links.rows()) {
                    int end = Address.getInt(links.rowStarts() + 4L * p + 4);
                    for (int k = Address.getInt(links.rowStarts() + 4L * p); k < end; k++) {
                        long place = first + 4L * Address.getInt(links.columnIndices() + 4L * k);
                        sum = Math.fma(Address.getFloat(links.values() + 4L * k), Address.getFloat(place), sum);
                    }
                }
                long result = out + 4L * (((long) (p / width) * features + f) * width + p % width);
                Address.setFloat(result, add ? Address.getFloat(result) + sum : sum);
            }
        }
    }
}
