package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.espalier.api.loop.Rule;
import org.espalier.core.catalog.ClaimSet;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.Model;
import org.espalier.core.guard.Caller;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.plan.ClipPlan;
import org.espalier.core.plan.GroupPlan;
import org.espalier.core.plan.RulePlan;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.plan.StepPlan;
import org.espalier.core.plan.Value;
import org.espalier.core.train.GradientClip;
import org.espalier.core.train.ParameterGroup;
import org.espalier.core.train.PenaltySpec;
import org.espalier.core.train.RuleSpec;
import org.espalier.core.train.StepSpec;
import org.espalier.core.train.StreamSpec;

/**
 * Makes what surrounds the optimizer in a step.
 *
 * @param model whose parameters are selected
 * @param dials those of the phase
 * @param services for plugins of the phase
 * @param diagnostics told about selections that match nothing
 */
record StepAssembly(
        StepPlan plan,
        Model model,
        DialBoard dials,
        PluginFactory factory,
        PluginServices services,
        Diagnostics diagnostics) {
    StepSpec assemble(List<PenaltySpec> penalties, List<StreamSpec> streams) {
        Optional<GradientClip> clip = plan.clip().map(this::clip);
        List<RuleSpec> rules = plan.rules().stream().map(this::rule).toList();
        List<String> frozen = plan.frozen().stream().map(Value.Text::value).toList();
        return new StepSpec(clip, plan.accumulate(), groups(), average(), penalties, streams, rules, frozen);
    }

    /** Its dial was made before it. */
    private RuleSpec rule(RulePlan use) {
        List<String> parameters = new ArrayList<>();
        for (ParameterSpec spec : model.parameters()) {
            boolean given = switch (spec) {
                case WeightSpec w -> use.selects(w.layer());
                case VectorSpec v -> use.selects(v.layer());
                case StatisticSpec _ -> false;
            };
            if (given) {
                parameters.add(spec.name());
            }
        }
        Rule rule = factory.create(Rule.class, use.use(), services);
        return new RuleSpec(
                use.use().name(),
                rule,
                rule.points(),
                Caller.of(rule).map(caller -> caller.plugin().claims()).orElse(ClaimSet.NONE),
                parameters,
                use.layers().stream().map(LayerSelector::pattern).collect(Collectors.joining(", ")),
                dials.named(use.dialName()));
    }

    private GradientClip clip(ClipPlan clip) {
        return new GradientClip(clip.by(), dials.name(StepPlan.CLIP, dials.turned(clip.limit())));
    }

    private OptionalDouble average() {
        return plan.average().stream().mapToDouble(Value.Num::value).findFirst();
    }

    private Map<String, ParameterGroup> groups() {
        List<String> weights = model.weights().stream().map(WeightSpec::layer).toList();
        List<String> trained = new ArrayList<>(weights);
        model.parameters().forEach(spec -> {
            if (spec instanceof VectorSpec vector && !trained.contains(vector.layer())) {
                trained.add(vector.layer());
            }
        });
        plan.rates().forEach(rate -> requireMatch(rate, trained, "parameters"));
        plan.decays().forEach(decay -> requireMatch(decay, weights, "a weight"));
        Map<String, ParameterGroup> groups = new HashMap<>();
        for (ParameterSpec spec : model.parameters()) {
            ParameterGroup group = switch (spec) {
                case WeightSpec w ->
                    new ParameterGroup(last(plan.rates(), w.layer()), last(plan.decays(), w.layer()) != 0);
                case VectorSpec v -> new ParameterGroup(last(plan.rates(), v.layer()), true);
                case StatisticSpec _ -> ParameterGroup.USUAL;
            };
            if (!group.equals(ParameterGroup.USUAL)) {
                groups.put(spec.name(), group);
            }
        }
        return groups;
    }

    /** What the last sentence that matches a layer says; 1 when none does. */
    private static double last(List<GroupPlan> plans, String layer) {
        double times = 1;
        for (GroupPlan plan : plans) {
            times = plan.of().matches(layer) ? plan.times().value() : times;
        }
        return times;
    }

    private void requireMatch(GroupPlan group, List<String> layers, String what) {
        if (layers.stream().noneMatch(group.of()::matches)) {
            diagnostics.add(
                    DiagnosticId.EMPTY_SELECTION,
                    group.of().place(),
                    "'" + group.of().pattern() + "' matches no layer with " + what + ".",
                    ClosestNames.hint(
                            group.of().pattern(), layers, "There are '" + String.join("', '", layers) + "'."));
        }
    }
}
