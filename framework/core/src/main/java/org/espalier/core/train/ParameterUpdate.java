package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.train.ParameterPart.Rule;

/**
 * Applies an optimizer to every parameter, in blocks staged through arrays, and refreshes the transposed copies of sparse
 * weights while their new values are at hand. In the same step statistics go towards those of the batch.
 *
 * <p>A step can be taken back, whole or half done, until gradients are computed anew: the old values then lie where the
 * gradients were, which nobody reads any more, and the old slots beside the new ones.
 */
final class ParameterUpdate implements Work {
    /** Smallest part of a parameter worth a thread's attention. */
    private static final int SMALLEST_PART = 4 * ParameterPart.BLOCK;

    private static final int MOST_PARTS = 12;

    private final Network network;
    private final Optimizer optimizer;
    private final int slots;
    private final Clipping clipping;
    private final List<ParameterPart> parts = new ArrayList<>();
    private final List<WeightStore> exchanged = new ArrayList<>();
    private final Now decayed = new Now(true);
    private final Now undecayed = new Now(false);
    private boolean begun;
    private boolean completed;

    ParameterUpdate(Network network, Optimizer optimizer, StepSpec step) {
        this.network = network;
        this.optimizer = optimizer;
        this.clipping = new Clipping(step.clip());
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
        network.weights().forEach(weight -> divide(weight.store(), optimize(decayed), slots));
        network.vectors().forEach(vector -> divide(vector, optimize(undecayed), slots));
        clipping.bind(parts);
        network.statistics().forEach(statistic -> divide(statistic.store(), follow(statistic.momentum()), 0));
    }

    private Rule optimize(StepView now) {
        return (values, gradients, slot, count) -> {
            clipping.apply(gradients, count);
            optimizer.update(values, gradients, slot, count, now);
        };
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
            parts.add(new ParameterPart(parameter, rule, staged, from, to));
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
        clipping.begin(pool);
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).begin();
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
        parts.forEach(ParameterPart::takeBack);
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
}
