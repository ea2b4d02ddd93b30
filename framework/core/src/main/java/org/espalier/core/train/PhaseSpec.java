package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.api.Span;
import org.espalier.api.graph.Loss;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.Point;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.guard.Caller;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.plan.DivergencePlan;
import org.espalier.core.plan.RegularizePlan;
import org.espalier.core.plan.SparsifyPlan.Precision;
import org.espalier.core.trace.LossTrace;

/**
 * A phase, wired: every part is an instance and every span is in steps.
 *
 * @param name unique in the recipe
 * @param steps how long
 * @param batch examples in a batch
 * @param learningRate placed over the phase
 * @param step what surrounds the optimizer
 * @param dials every other dial of the phase's plugins, placed; turned before each step
 * @param rules in the order of the recipe
 * @param validateEvery steps between validations; empty: at the end of every epoch
 * @param onDivergence what happens when the loss is not finite
 * @param sample chooses the examples of each epoch; empty: all
 * @param taught whether it has a teacher
 * @param measuresActivations whether what layers give is looked at when it ends
 */
public record PhaseSpec(
        String name,
        long steps,
        long stepsPerEpoch,
        int batch,
        Loss loss,
        Optimizer optimizer,
        ScheduledDial learningRate,
        StepSpec step,
        List<ScheduledDial> dials,
        List<SparsityRule> rules,
        Optional<Long> validateEvery,
        DivergencePlan onDivergence,
        Optional<ExampleSampler> sample,
        boolean taught,
        boolean measuresActivations) {
    public PhaseSpec {
        dials = List.copyOf(dials);
        rules = List.copyOf(rules);
    }

    /**
     * The same without a teacher, for some steps beside the run.
     *
     * @param rate placed over these steps
     */
    public PhaseSpec trial(long trialSteps, ScheduledDial rate, List<SparsityRule> trialRules) {
        return new PhaseSpec(
                name,
                trialSteps,
                stepsPerEpoch,
                batch,
                loss,
                optimizer,
                rate,
                step,
                dials,
                trialRules,
                validateEvery,
                onDivergence,
                sample,
                false,
                false);
    }

    /** What it makes small. */
    public Objective objective(Model model) {
        return taught ? LossTrace.taught(loss, model) : LossTrace.of(loss, model);
    }

    /** Tells the weights of a network of this phase whether what their links fetch is rounded. */
    public void setPrecision(Network network) {
        for (TrainedWeight weight : network.weights()) {
            weight.bf16(rules.stream()
                    .anyMatch(rule ->
                            rule.precision() == Precision.MIXED && rule.layers().contains(weight.layer())));
        }
    }

    /** What is kept for each trained value beside it. */
    public List<String> slots() {
        List<String> slots = new ArrayList<>(optimizer.slots());
        step.average().ifPresent(decay -> slots.add(AveragedValues.SLOT));
        return slots;
    }

    /** What happens in a step, in order. */
    public List<String> orderOfAStep() {
        List<String> order = new ArrayList<>(rules(Point.BEFORE_FORWARD));
        sample.ifPresent(chosen -> order.add("at the start of an epoch: choose its examples"
                + Caller.of(chosen)
                        .map(caller -> " by '" + caller.plugin().name() + "'")
                        .orElse("")));
        String times = step.accumulate() == 1 ? "" : step.accumulate() + " times: ";
        order.add(times + "draw " + batch + " examples");
        order.add(times + (taught ? "forward, of the teacher as well" : "forward"));
        if (step.backward()) {
            order.add(times + "backward");
        }
        if (step.accumulate() > 1) {
            order.add("average the gradients");
        }
        for (StreamSpec stream : step.streams()) {
            order.add("draw " + stream.batch() + " examples of '" + stream.name() + "', forward and backward");
            order.add("add the gradients of '" + stream.name() + "', times " + stream.times());
        }
        order.addAll(rules(Point.AFTER_BACKWARD));
        for (SparsityRule rule : rules) {
            rule.window()
                    .filter(w -> rule.readsGradients())
                    .ifPresent(w -> order.add(describe(rule, w) + " (takes the optimizer's place in that step"
                            + (rule.readsCurvature() ? ", with three more passes forward and backward)" : ")")));
        }
        penalties(RegularizePlan.By.GRADIENT).forEach(order::add);
        step.clip().ifPresent(clip -> order.add(clip.text()));
        order.add("optimizer" + (step.groups().isEmpty() ? "" : " (" + step.groupsText() + ")"));
        step.average()
                .ifPresent(decay -> order.add("move the average of values, which is measured and exported, "
                        + "keeping " + decay + " of it"));
        penalties(RegularizePlan.By.PROX).forEach(order::add);
        penalties(RegularizePlan.By.HALF_SPACE).forEach(order::add);
        order.addAll(rules(Point.AFTER_STEP));
        step.frozen().forEach(mask -> order.add("the links of the mask '" + mask + "' become what they were"));
        for (SparsityRule rule : rules) {
            rule.window().filter(w -> !rule.readsGradients()).ifPresent(w -> order.add(describe(rule, w)));
        }
        order.addAll(rules(Point.AFTER_TOPOLOGY));
        order.addAll(rules(Point.END_OF_EPOCH));
        return order;
    }

    private List<String> rules(Point point) {
        String when = switch (point) {
            case AFTER_TOPOLOGY, END_OF_EPOCH -> point.text() + ": ";
            case BEFORE_FORWARD, AFTER_BACKWARD, AFTER_STEP -> "";
        };
        return step.rules().stream()
                .filter(rule -> rule.points().contains(point))
                .map(rule -> when + rule.text() + (point == Point.AFTER_BACKWARD ? rule.passesText() : ""))
                .toList();
    }

    /** The step of a point of this phase; its last when there is none. */
    public long step(Optional<Span> at) {
        return at.map(span -> span.toSteps(stepsPerEpoch, steps)).orElse(steps);
    }

    private List<String> penalties(RegularizePlan.By by) {
        return step.penalties().stream()
                .filter(penalty -> penalty.by() == by)
                .map(PenaltySpec::text)
                .toList();
    }

    private static String describe(SparsityRule rule, SparsityRule.Window window) {
        return "every " + window.every() + " steps from " + window.from() + " to " + window.until()
                + ": topology update of " + String.join(", ", rule.layers());
    }
}
