package org.espalier.core.surgery;

import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.storage.WeightStore;

/** The values that products read, of all positions of a weight. */
final class SpreadValues {
    private SpreadValues() {}

    /** {@code [rows * columns]}, zeros where there is no link. */
    static double[] of(TrainedWeight weight) {
        WeightStore seen = weight.seen();
        double[] values = new double[Math.toIntExact(weight.shape().positions())];
        long[] positions = seen.positions();
        for (int k = 0; k < positions.length; k++) {
            values[(int) positions[k]] = NativeMemory.getFloat(seen.values() + 4L * k);
        }
        return values;
    }
}
