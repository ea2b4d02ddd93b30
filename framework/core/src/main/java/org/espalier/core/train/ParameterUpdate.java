package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;

/**
 * Applies an optimizer to every parameter, in blocks staged through arrays, and refreshes the transposed copies of sparse
 * weights while their new values are at hand. In the same step statistics go towards those of the batch.
 *
 * <p>A step can be taken back, whole or half done, until gradients are computed anew: the old values then lie where the
 * gradients were, which nobody reads any more, and the old slots beside the new ones.
 */
final class ParameterUpdate implements Work {
    /** How some values become new ones. */
    @FunctionalInterface
    private interface Rule {
        /** The parameters are those of {@link Optimizer#update}. */
        void update(float[] values, float[] gradients, float[][] slots, int count);
    }

    /** Values staged at a time: small enough for the first cache, large enough to hide the calls. */
    private static final int BLOCK = 1024;

    /** Smallest part of a parameter worth a thread's attention. */
    private static final int SMALLEST_PART = 4 * BLOCK;

    private static final int MOST_PARTS = 12;

    private final Network network;
    private final Optimizer optimizer;
    private final int slots;
    private final List<Part> parts = new ArrayList<>();
    private final List<WeightStore> exchanged = new ArrayList<>();
    private final Now decayed = new Now(true);
    private final Now undecayed = new Now(false);
    private boolean begun;
    private boolean completed;

    ParameterUpdate(Network network, Optimizer optimizer) {
        this.network = network;
        this.optimizer = optimizer;
        this.slots = optimizer.slots().size();
        network.parameters().forEach(p -> p.slots(slots));
        bind();
    }

    /** Takes up parameters whose storage changed. */
    void bind() {
        forgetStep();
        parts.clear();
        exchanged.clear();
        exchanged.addAll(network.parameters());
        Rule withDecay = (values, gradients, slot, count) -> optimizer.update(values, gradients, slot, count, decayed);
        Rule without = (values, gradients, slot, count) -> optimizer.update(values, gradients, slot, count, undecayed);
        network.weights().forEach(weight -> divide(weight.store(), withDecay, slots));
        network.vectors().forEach(vector -> divide(vector, without, slots));
        network.statistics().forEach(statistic -> divide(statistic.store(), follow(statistic.momentum()), 0));
    }

    private static Rule follow(float momentum) {
        return (values, batch, slots, count) -> {
            for (int i = 0; i < count; i++) {
                values[i] = Math.fma(momentum, batch[i] - values[i], values[i]);
            }
        };
    }

    private void divide(WeightStore parameter, Rule rule, int staged) {
        int count = parameter.count();
        int number = Math.max(1, Math.min(MOST_PARTS, count / SMALLEST_PART));
        for (int i = 0; i < number; i++) {
            int from = (int) ((long) count * i / number);
            int to = (int) ((long) count * (i + 1) / number);
            parts.add(new Part(parameter, rule, staged, from, to));
        }
    }

    /**
     * One step of the optimizer.
     *
     * @param step from 1
     */
    void step(WorkerPool pool, long step, double learningRate) {
        decayed.set(step, learningRate);
        undecayed.set(step, learningRate);
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).written = parts.get(i).from;
        }
        begun = true;
        pool.run(this, parts.size());
        exchangeSlots();
        completed = true;
    }

    /** Whether there is a step that {@link #takeBack} can take back. */
    boolean canTakeBack() {
        return begun;
    }

    /** Gives values and slots the state before the last step, even if that step was not completed. */
    void takeBack() {
        if (!begun) {
            throw new IllegalStateException("no step can be taken back");
        }
        if (completed) {
            exchangeSlots();
        }
        parts.forEach(Part::takeBack);
        forgetStep();
    }

    /** The old values are about to be overwritten. */
    void forgetStep() {
        begun = false;
        completed = false;
    }

    private void exchangeSlots() {
        for (int i = 0; i < exchanged.size(); i++) {
            exchanged.get(i).exchangeSlots();
        }
    }

    @Override
    public void run(int chunk) {
        parts.get(chunk).update();
    }

    /** What optimizers see of a step. */
    private static final class Now implements StepView {
        private final boolean decays;
        private long step;
        private double learningRate;

        Now(boolean decays) {
            this.decays = decays;
        }

        void set(long newStep, double newRate) {
            step = newStep;
            learningRate = newRate;
        }

        @Override
        public long step() {
            return step;
        }

        @Override
        public double learningRate() {
            return learningRate;
        }

        @Override
        public boolean decays() {
            return decays;
        }
    }

    /** A range of a parameter with staging arrays of its own. */
    private final class Part {
        private final WeightStore parameter;
        private final Rule rule;
        private final int from;
        private final int to;
        private final float[] values = new float[BLOCK];
        private final float[] gradients = new float[BLOCK];
        private final float[][] staged;
        private final int[] places = new int[BLOCK];
        private final long order;
        private final long transposedValues;
        private int written;

        Part(WeightStore parameter, Rule rule, int slots, int from, int to) {
            this.parameter = parameter;
            this.rule = rule;
            this.staged = new float[slots][BLOCK];
            this.from = from;
            this.to = to;
            this.order = parameter instanceof SparseWeight sparse ? sparse.transposedOrder() : 0;
            this.transposedValues =
                    order == 0 ? 0 : ((SparseWeight) parameter).transposed().values();
        }

        void update() {
            for (int first = from; first < to; first += BLOCK) {
                block(first, Math.min(BLOCK, to - first));
            }
        }

        private void block(int first, int count) {
            long offset = 4L * first;
            NativeMemory.copy(parameter.values() + offset, values, 0, count);
            NativeMemory.copy(parameter.gradient() + offset, gradients, 0, count);
            for (int s = 0; s < staged.length; s++) {
                NativeMemory.copy(parameter.slot(s) + offset, staged[s], 0, count);
            }
            rule.update(values, gradients, staged, count);
            NativeMemory.copy(parameter.values() + offset, parameter.gradient() + offset, 4L * count);
            for (int s = 0; s < staged.length; s++) {
                NativeMemory.copy(staged[s], 0, parameter.nextSlot(s) + offset, count);
            }
            store(first, count);
            written = first + count;
        }

        /** Brings staged values into the parameter and its transposed copy. */
        private void store(int first, int count) {
            long offset = 4L * first;
            NativeMemory.copy(values, 0, parameter.values() + offset, count);
            if (order != 0) {
                NativeMemory.copy(order + offset, places, 0, count);
                for (int k = 0; k < count; k++) {
                    NativeMemory.setFloat(transposedValues + 4L * places[k], values[k]);
                }
            }
        }

        void takeBack() {
            for (int first = from; first < written; first += BLOCK) {
                int count = Math.min(BLOCK, written - first);
                NativeMemory.copy(parameter.gradient() + 4L * first, values, 0, count);
                store(first, count);
            }
            written = from;
        }
    }
}
