package org.espalier.core.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What surrounds the optimizer in a step, wired.
 *
 * @param clip a bound for the gradients; empty: none
 * @param accumulate batches of a step, at least 1
 * @param groups of parameters by name; those that are not there are as usual
 * @param average what a step keeps of the moving average of values, in [0, 1); empty: there is none
 * @param penalties in the order of the recipe
 * @param streams further data of which each step sees a batch
 * @param rules in the order of the recipe
 * @param frozen names of masks whose links stay as they are
 */
public record StepSpec(
        Optional<GradientClip> clip,
        int accumulate,
        Map<String, ParameterGroup> groups,
        OptionalDouble average,
        List<PenaltySpec> penalties,
        List<StreamSpec> streams,
        List<RuleSpec> rules,
        List<String> frozen) {
    /** Nothing does. */
    public static final StepSpec PLAIN = new StepSpec(Optional.empty(), 1, Map.of(), OptionalDouble.empty(), List.of());

    public StepSpec {
        groups = Map.copyOf(groups);
        penalties = List.copyOf(penalties);
        streams = List.copyOf(streams);
        rules = List.copyOf(rules);
        frozen = List.copyOf(frozen);
    }

    /** Without further data, rules and frozen links. */
    public StepSpec(
            Optional<GradientClip> clip,
            int accumulate,
            Map<String, ParameterGroup> groups,
            OptionalDouble average,
            List<PenaltySpec> penalties) {
        this(clip, accumulate, groups, average, penalties, List.of(), List.of(), List.of());
    }

    /** Whether gradients of several batches come together in a step. */
    public boolean addsGradients() {
        return accumulate > 1 || !streams.isEmpty();
    }

    /** Whether its gradients are computed by a backward pass; else a rule gives them. */
    public boolean backward() {
        return rules.stream().allMatch(rule -> rule.rule().passes().backward());
    }

    /** How offsets of averages go with their values, if there are any. */
    Optional<AveragedValues.Offsets> offsets() {
        return average.stream()
                .mapToObj(decay -> new AveragedValues.Offsets((float) decay))
                .findFirst();
    }

    ParameterGroup group(String parameter) {
        return groups.getOrDefault(parameter, ParameterGroup.USUAL);
    }

    /** How parameters differ, for people; empty: not at all. */
    String groupsText() {
        Map<ParameterGroup, List<String>> members = new LinkedHashMap<>();
        groups.keySet().stream()
                .sorted()
                .forEach(name -> members.computeIfAbsent(group(name), g -> new ArrayList<>())
                        .add(name));
        List<String> texts = new ArrayList<>();
        members.forEach((group, names) -> texts.add(group.text() + " for " + String.join(", ", names)));
        return String.join("; ", texts);
    }
}
