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
    /** Values before the optimizer's step, and the products of groups with them; empty where nobody asks for them. */
    private final float[] old;

    private final double[] products;

    /**
     * @param average when there is one, its slot is the last
     * @param compares whether {@link #compare} will be called
     */
    GroupPart(GroupLayout layout, Optional<AveragedValues.Offsets> average, boolean compares, int from, int to) {
        this.layout = layout;
        this.parameter = layout.parameter();
        this.average = average;
        this.from = from;
        this.to = to;
        this.values = new StagedValues(parameter);
        this.lowest = from == to ? 0 : layout.lowest(from);
        this.squares = new double[from == to ? 0 : layout.highest(to - 1) - lowest + 1];
        this.old = new float[compares ? BLOCK : 0];
        this.products = new double[compares ? squares.length : 0];
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

    /**
     * Sums for each group, in the order of the values, the squares of what they were before the optimizer's step and the
     * products of that with what they are.
     */
    void compare() {
        Arrays.fill(squares, 0);
        Arrays.fill(products, 0);
        for (int first = from; first < to; first += BLOCK) {
            int count = Math.min(BLOCK, to - first);
            float[] staged = values.load(first, count);
            loadOld(first, count);
            layout.of(first, count, groups);
            for (int i = 0; i < count; i++) {
                int group = groups[i] - lowest;
                squares[group] = Math.fma((double) old[i], old[i], squares[group]);
                products[group] = Math.fma((double) old[i], staged[i], products[group]);
            }
        }
    }

    /** The optimizer's step put them where the gradients were. */
    private void loadOld(int first, int count) {
        NativeMemory.copy(parameter.gradient() + 4L * first, old, 0, count);
    }

    /** Adds the products that were measured; {@code [groups]}. */
    void addProductsTo(double[] sums) {
        for (int i = 0; i < products.length; i++) {
            sums[lowest + i] += products[i];
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
            float[] staged = begin(first, count);
            for (int i = 0; i < count; i++) {
                change(staged, i, scaled(staged[i], factors[groups[i]]));
            }
            end(first, count);
        }
    }

    /**
     * Subtracts from each value what it was before the optimizer's step times the move of its group.
     *
     * @param moves {@code [groups]}
     * @param gone groups that become zero instead; {@code [groups]}
     */
    void project(double[] moves, boolean[] gone) {
        for (int first = from; first < to; first += BLOCK) {
            int count = Math.min(BLOCK, to - first);
            float[] staged = begin(first, count);
            loadOld(first, count);
            for (int i = 0; i < count; i++) {
                int group = groups[i];
                change(staged, i, gone[group] ? 0f : (float) Math.fma(-moves[group], (double) old[i], staged[i]));
            }
            end(first, count);
        }
    }

    private float[] begin(int first, int count) {
        layout.of(first, count, groups);
        if (average.isPresent()) {
            NativeMemory.copy(offsets(first), beside, 0, count);
        }
        return values.load(first, count);
    }

    private void change(float[] staged, int i, float after) {
        if (average.isPresent()) {
            beside[i] = average.get().afterMove(beside[i], staged[i], after);
        }
        staged[i] = after;
    }

    private void end(int first, int count) {
        if (average.isPresent()) {
            NativeMemory.copy(beside, 0, offsets(first), count);
        }
        values.store(first, count);
    }

    private long offsets(int first) {
        return parameter.slot(parameter.slots() - 1) + 4L * first;
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
