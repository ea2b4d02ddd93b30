package org.espalier.core.train;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.espalier.api.loop.Optimizer;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.WeightStore;

/** A range of a parameter with staging arrays of its own. */
final class ParameterPart {
    /** How some values become new ones. */
    @FunctionalInterface
    interface Rule {
        /** The parameters are those of {@link Optimizer#update}. */
        void update(float[] values, float[] gradients, float[][] slots, int count);
    }

    /** Values staged at a time: small enough for the first cache, large enough to hide the calls. */
    static final int BLOCK = 1024;

    /** Smallest part of a parameter worth a thread's attention. */
    private static final int SMALLEST = 4 * BLOCK;

    private static final int MOST = 12;

    /** Chains of additions that do not wait for each other. */
    private static final int CHAINS = 4;

    private final WeightStore parameter;
    private final Rule rule;
    private final int from;
    private final int to;
    private final StagedValues values;
    private final float[] gradients = new float[BLOCK];
    /** The optimizer's, then that of the average. */
    private final float[][] staged;

    private final float[][] slots;
    private final Optional<AveragedValues.Offsets> average;
    private final BitSet frozen;
    private int written;

    /**
     * @param slots how many the rule is given
     * @param average when there is one, its slot stands behind those of the rule
     * @param frozen values of the parameter that stay as they are, with their slots
     */
    ParameterPart(
            WeightStore parameter,
            Rule rule,
            int slots,
            Optional<AveragedValues.Offsets> average,
            BitSet frozen,
            int from,
            int to) {
        this.parameter = parameter;
        this.rule = rule;
        this.values = new StagedValues(parameter);
        this.staged = new float[slots + (average.isPresent() ? 1 : 0)][BLOCK];
        this.slots = Arrays.copyOf(staged, slots);
        this.average = average;
        this.frozen = frozen;
        this.from = from;
        this.to = to;
    }

    /** Where the parts of a parameter begin, then its count; of the count alone, so that threads do not matter. */
    static int[] bounds(int count) {
        int[] bounds = new int[Math.max(1, Math.min(MOST, count / SMALLEST)) + 1];
        for (int i = 1; i < bounds.length; i++) {
            bounds[i] = (int) ((long) count * i / (bounds.length - 1));
        }
        return bounds;
    }

    /** Nothing of it is updated yet. */
    void begin() {
        written = from;
    }

    void update() {
        for (int first = from; first < to; first += BLOCK) {
            block(first, Math.min(BLOCK, to - first));
        }
    }

    private void block(int first, int count) {
        long offset = 4L * first;
        float[] staging = values.load(first, count);
        NativeMemory.copy(parameter.gradient() + offset, gradients, 0, count);
        if (parameter instanceof LatentWeight latent) {
            latent.pull(first, count, staging, gradients);
        }
        for (int s = 0; s < staged.length; s++) {
            NativeMemory.copy(parameter.slot(s) + offset, staged[s], 0, count);
        }
        if (average.isPresent()) {
            average.get().beforeStep(staging, staged[slots.length], count);
        }
        rule.update(staging, gradients, slots, count);
        keepFrozen(first, count, staging);
        if (average.isPresent()) {
            average.get().afterStep(staging, staged[slots.length], count);
        }
        NativeMemory.copy(parameter.values() + offset, parameter.gradient() + offset, 4L * count);
        for (int s = 0; s < staged.length; s++) {
            NativeMemory.copy(staged[s], 0, parameter.nextSlot(s) + offset, count);
        }
        values.store(first, count);
        written = first + count;
    }

    /** What is stored is still as it was before the step. */
    private void keepFrozen(int first, int count, float[] staging) {
        int end = first + count;
        for (int k = frozen.nextSetBit(first); k >= 0 && k < end; k = frozen.nextSetBit(k + 1)) {
            staging[k - first] = NativeMemory.getFloat(parameter.values() + 4L * k);
            for (int s = 0; s < slots.length; s++) {
                slots[s][k - first] = NativeMemory.getFloat(parameter.slot(s) + 4L * k);
            }
        }
    }

    /** The sum of the squares of its gradients: four chains of every fourth, then (0 + 1) + (2 + 3). */
    double squaredGradients() {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int first = from; first < to; first += BLOCK) {
            int count = Math.min(BLOCK, to - first);
            NativeMemory.copy(parameter.gradient() + 4L * first, gradients, 0, count);
            Arrays.fill(gradients, count, Math.ceilDiv(count, CHAINS) * CHAINS, 0f);
            for (int k = 0; k < count; k += CHAINS) {
                a = square(gradients[k], a);
                b = square(gradients[k + 1], b);
                c = square(gradients[k + 2], c);
                d = square(gradients[k + 3], d);
            }
        }
        return (a + b) + (c + d);
    }

    private static double square(double gradient, double sum) {
        return Math.fma(gradient, gradient, sum);
    }

    void takeBack() {
        for (int first = from; first < written; first += BLOCK) {
            int count = Math.min(BLOCK, written - first);
            values.read(parameter.gradient() + 4L * first, count);
            values.store(first, count);
        }
        written = from;
    }
}
