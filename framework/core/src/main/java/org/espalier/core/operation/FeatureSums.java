package org.espalier.core.operation;

import org.espalier.api.backend.TileKernels;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;

/** Two sums in double for each feature: those of the ranges, added in their order. */
final class FeatureSums {
    private final int ranges;
    private final int features;
    private final long sums;

    FeatureSums(TileRanges ranges, int features, NativeMemory memory) {
        this.ranges = ranges.count();
        this.features = features;
        this.sums = memory.allocate(16L * this.ranges * features);
    }

    /** Bytes of sums, scratch and tables of a normalisation, as an estimate. */
    static long bytes(Plane plane, boolean training) {
        int passes = training ? 4 : 2;
        return 16L * new TileRanges(plane).count() * plane.features()
                + 8L * passes * plane.tiles()
                + Binding.CHUNKS * TileKernels.LANE_BYTES;
    }

    /** Where the sums of a range are written, {@code double[features][2]}. */
    long of(int range) {
        return sums + 16L * range * features;
    }

    /** The first sum of a feature over all ranges. */
    double first(int feature) {
        return total(16L * feature);
    }

    /** The second sum of a feature over all ranges. */
    double second(int feature) {
        return total(16L * feature + 8);
    }

    private double total(long place) {
        double total = 0;
        for (int range = 0; range < ranges; range++) {
            total += NativeMemory.getDouble(of(range) + place);
        }
        return total;
    }
}
