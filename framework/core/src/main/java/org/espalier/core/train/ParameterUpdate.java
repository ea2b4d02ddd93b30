package org.espalier.core.train;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;
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
    private final Network network;
    private final Optimizer optimizer;
    private final int slots;
    private final Optional<AveragedValues.Offsets> average;
    private final Clipping clipping;
    private final List<ParameterPart> parts = new ArrayList<>();
    private final List<WeightStore> exchanged = new ArrayList<>();
    private final Map<ParameterGroup, Now> groups = new LinkedHashMap<>();
    private final List<Now> views = new ArrayList<>();
    private final StepSpec surroundings;
    private final FrozenLinks frozen;
    private final long made;
    private boolean begun;
    private boolean completed;

    /** An optimizer that begins anew. */
    ParameterUpdate(Network network, Optimizer optimizer, StepSpec step) {
        this(network, optimizer, step, 0, FrozenLinks.none(network));
    }

    /**
     * @param made steps the optimizer made before, for which the parameters have slots; 0: it begins anew
     * @param frozen what stays as it is
     */
    ParameterUpdate(Network network, Optimizer optimizer, StepSpec step, long made, FrozenLinks frozen) {
        this.network = network;
        this.optimizer = optimizer;
        this.surroundings = step;
        this.made = made;
        this.frozen = frozen;
        this.clipping = new Clipping(step.clip());
        this.slots = optimizer.slots().size();
        this.average = step.offsets();
        network.parameters().forEach(this::allot);
        bind();
    }

    /** An average begins anew in any case. */
    private void allot(WeightStore parameter) {
        float[][] kept = new float[made == 0 ? 0 : Math.min(slots, parameter.slots())][];
        for (int s = 0; s < kept.length; s++) {
            kept[s] = NativeMemory.floats(parameter.slot(s), parameter.count());
        }
        parameter.slots(slots + (average.isPresent() ? 1 : 0));
        for (int s = 0; s < kept.length; s++) {
            NativeMemory.copy(kept[s], 0, parameter.slot(s), kept[s].length);
        }
    }

    /** Takes up parameters whose storage changed. */
    void bind() {
        forgetStep();
        parts.clear();
        exchanged.clear();
        exchanged.addAll(network.parameters());
        for (TrainedWeight weight : network.weights()) {
            divide(weight.store(), optimize(group(weight.store())), slots, average, frozen.of(weight));
        }
        for (DenseWeight vector : network.vectors()) {
            divide(vector, optimize(group(vector).undecayed()), slots, average, new BitSet());
        }
        clipping.bind(parts);
        network.statistics()
                .forEach(statistic ->
                        divide(statistic.store(), follow(statistic.momentum()), 0, Optional.empty(), new BitSet()));
    }

    private ParameterGroup group(WeightStore parameter) {
        return surroundings.group(parameter.shape().name());
    }

    private Rule optimize(ParameterGroup group) {
        Now now = groups.computeIfAbsent(group, this::view);
        return (values, gradients, slot, count) -> {
            clipping.apply(gradients, count);
            optimizer.update(values, gradients, slot, count, now);
        };
    }

    private Now view(ParameterGroup group) {
        Now now = new Now(group);
        views.add(now);
        return now;
    }

    private static Rule follow(float momentum) {
        return (values, batch, slots, count) -> {
            for (int i = 0; i < count; i++) {
                values[i] = Math.fma(momentum, batch[i] - values[i], values[i]);
            }
        };
    }

    private void divide(
            WeightStore parameter,
            Rule rule,
            int given,
            Optional<AveragedValues.Offsets> averaged,
            BitSet frozenValues) {
        int[] bounds = ParameterPart.bounds(parameter.count());
        for (int i = 1; i < bounds.length; i++) {
            parts.add(new ParameterPart(parameter, rule, given, averaged, frozenValues, bounds[i - 1], bounds[i]));
        }
    }

    /**
     * One step of the optimizer.
     *
     * @param step of the phase, from 1
     */
    void step(WorkerPool pool, long step, double learningRate) {
        for (int i = 0; i < views.size(); i++) {
            views.get(i).set(made + step, learningRate);
        }
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

    /** What optimizers see of a step, for one group of parameters. */
    private static final class Now implements StepView {
        private final ParameterGroup group;
        private long step;
        private double learningRate;

        Now(ParameterGroup group) {
            this.group = group;
        }

        void set(long newStep, double newRate) {
            step = newStep;
            learningRate = newRate * group.rateTimes();
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
            return group.decays();
        }
    }
}
