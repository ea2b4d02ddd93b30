package org.espalier.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What surrounds the optimizer in a step of a phase.
 *
 * @param clip a bound for the gradients; empty: none
 * @param accumulate batches of a step, at least 1
 * @param rates factors of the learning rate, at least 0; of those that match a layer the last holds
 * @param decays factors of the weight decay, 0 or 1; of those that match a layer the last holds
 * @param average what a step keeps of the moving average of values, in [0, 1); empty: there is none
 * @param regularize penalties, in the order of the recipe
 * @param streams losses on further data, in the order of the recipe
 * @param rules what else acts at points of a step, in the order of the recipe
 * @param frozen names of masks whose links stay as they are
 */
public record StepPlan(
        Optional<ClipPlan> clip,
        int accumulate,
        List<GroupPlan> rates,
        List<GroupPlan> decays,
        Optional<Value.Num> average,
        List<RegularizePlan> regularize,
        List<StreamLossPlan> streams,
        List<RulePlan> rules,
        List<Value.Text> frozen) {
    /** The word in recipes for links that stay as they are. */
    public static final String FREEZE = "freeze";

    /** What the dial of the learning rate is called. */
    public static final String LEARNING_RATE = "learningRate";

    /** What the dial of the bound for gradients is called. */
    public static final String CLIP = "clip";

    /** Most batches of a step. */
    public static final int MOST_BATCHES = 10_000;

    public StepPlan {
        rates = List.copyOf(rates);
        decays = List.copyOf(decays);
        regularize = List.copyOf(regularize);
        streams = List.copyOf(streams);
        rules = List.copyOf(rules);
        frozen = List.copyOf(frozen);
    }

    /** Names of the dials a rule may take over; a name that is there twice means none of them. */
    public List<String> dials() {
        List<String> names = new ArrayList<>(List.of(LEARNING_RATE));
        clip.ifPresent(c -> names.add(CLIP));
        regularize.forEach(penalty -> names.add(penalty.dialName()));
        return names;
    }
}
