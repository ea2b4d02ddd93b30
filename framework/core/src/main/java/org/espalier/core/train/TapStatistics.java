package org.espalier.core.train;

import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.run.RunSummary;

/** What the elements of a plane are like, over many batches: sums in double, element by element. */
final class TapStatistics {
    private final Plane plane;
    private long count;
    private long zeros;
    private double sum;
    private double squares;

    TapStatistics(Plane plane) {
        this.plane = plane;
    }

    /** Adds the examples of a batch that are there. */
    void add(int live) {
        for (int first = 0; first < live; first += plane.lanes()) {
            int lanes = Math.min(plane.lanes(), live - first);
            for (int position = 0; position < plane.grid().positions(); position++) {
                long tile = plane.position(first / plane.lanes(), position);
                for (int feature = 0; feature < plane.features(); feature++) {
                    add(tile + 4L * feature * plane.lanes(), lanes);
                }
            }
        }
    }

    private void add(long address, int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            double value = NativeMemory.getFloat(address + 4L * lane);
            zeros += value == 0 ? 1 : 0;
            sum += value;
            squares += value * value;
        }
        count += lanes;
    }

    RunSummary.Activations summary(String name) {
        double mean = sum / count;
        double variance = Math.max(0, squares / count - mean * mean);
        return new RunSummary.Activations(
                name, plane.features(), plane.grid().positions(), (double) zeros / count, mean, Math.sqrt(variance));
    }
}
