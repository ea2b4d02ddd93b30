package org.espalier.core.train;

import java.util.Arrays;
import java.util.Optional;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.WeightStore;

/** A range of a parameter whose values belong to groups, with staging arrays of its own. */
final class GroupPart {
    private static final int BLOCK = ParameterPart.BLOCK;

    private final GroupLayout layout;
    private final WeightStore parameter;
    private final Optional<AveragedValues.Offsets> average;
    private final int from;
    private final int to;
    private final StagedValues values;
    /** Gradients, or offsets of averages. */
    private final float[] beside = new float[BLOCK];

    private final int[] groups = new int[BLOCK];
    private final int lowest;
    private final double[] squares;

    /**
     * @param average when there is one, its slot is the last
     */
    GroupPart(GroupLayout layout, Optional<AveragedValues.Offsets> average, int from, int to) {
        this.layout = layout;
        this.parameter = layout.parameter();
        this.average = average;
        this.from = from;
        this.to = to;
        this.values = new StagedValues(parameter);
        this.lowest = from == to ? 0 : layout.lowest(from);
        this.squares = new double[from == to ? 0 : layout.highest(to - 1) - lowest + 1];
    }

    /** Sums the squares of its values, for each group in the order of the values. */
    void measure() {
        Arrays.fill(squares, 0);
        for (int first = from; first < to; first += BLOCK) {
            int count = Math.min(BLOCK, to - first);
            float[] staged = values.load(first, count);
            layout.of(first, count, groups);
            int i = 0;
            while (i < count) {
                int group = groups[i];
                double sum = squares[group - lowest];
                do {
                    sum = Math.fma((double) staged[i], staged[i], sum);
                    i++;
                } while (i < count && groups[i] == group);
                squares[group - lowest] = sum;
            }
        }
    }

    /** Adds what was measured; {@code [groups]}. */
    void addTo(double[] sums) {
        for (int i = 0; i < squares.length; i++) {
            sums[lowest + i] += squares[i];
        }
    }

    /** Adds 1 to the size of a group for each of its values; {@code [groups]}. */
    void countInto(int[] sizes) {
        for (int first = from; first < to; first += BLOCK) {
            int count = Math.min(BLOCK, to - first);
            layout.of(first, count, groups);
            for (int i = 0; i < count; i++) {
                sizes[groups[i]]++;
            }
        }
    }

    /** Multiplies each value by the factor of its group; {@code [groups]}. */
    void scale(double[] factors) {
        for (int first = from; first < to; first += BLOCK) {
            int count = Math.min(BLOCK, to - first);
            float[] staged = values.load(first, count);
            layout.of(first, count, groups);
            if (average.isPresent()) {
                long offsets = parameter.slot(parameter.slots() - 1) + 4L * first;
                NativeMemory.copy(offsets, beside, 0, count);
                scaleWithOffsets(staged, factors, average.get(), count);
                NativeMemory.copy(beside, 0, offsets, count);
            } else {
                for (int i = 0; i < count; i++) {
                    staged[i] = scaled(staged[i], factors[groups[i]]);
                }
            }
            values.store(first, count);
        }
    }

    private void scaleWithOffsets(float[] staged, double[] factors, AveragedValues.Offsets offsets, int count) {
        for (int i = 0; i < count; i++) {
            float before = staged[i];
            staged[i] = scaled(before, factors[groups[i]]);
            beside[i] = offsets.afterMove(beside[i], before, staged[i]);
        }
    }

    /** Zero is never negative, so that equal networks are stored alike. */
    private static float scaled(float value, double factor) {
        return factor == 0 ? 0f : (float) (factor * value);
    }

    /** Adds to each gradient its value times the factor of its group; {@code [groups]}. */
    void addToGradients(double[] factors) {
        for (int first = from; first < to; first += BLOCK) {
            int count = Math.min(BLOCK, to - first);
            long gradients = parameter.gradient() + 4L * first;
            float[] staged = values.load(first, count);
            NativeMemory.copy(gradients, beside, 0, count);
            layout.of(first, count, groups);
            for (int i = 0; i < count; i++) {
                beside[i] = (float) Math.fma(factors[groups[i]], (double) staged[i], (double) beside[i]);
            }
            NativeMemory.copy(beside, 0, gradients, count);
        }
    }
}
