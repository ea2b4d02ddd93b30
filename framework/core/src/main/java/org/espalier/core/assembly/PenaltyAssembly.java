package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.espalier.api.Span;
import org.espalier.api.loop.Regularizer;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.graph.Model;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.plan.RegularizePlan;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.train.PenaltySpec;

/**
 * Makes the penalties of a phase.
 *
 * @param model whose parameters are selected
 * @param services for plugins of the phase
 * @param inSteps a span of the phase as a number of steps
 * @param diagnostics told about selections that match nothing, and about steps that meet on one parameter
 */
record PenaltyAssembly(
        Model model,
        DialBoard dials,
        PluginFactory factory,
        PluginServices services,
        ToLongFunction<Span> inSteps,
        Diagnostics diagnostics) {
    /** What the vectors of normalisation that multiply features are called, behind the name of their layer. */
    private static final String SCALE = ".scale";

    List<PenaltySpec> assemble(List<RegularizePlan> plans) {
        List<PenaltySpec> penalties = new ArrayList<>();
        Map<String, Place> stepped = new HashMap<>();
        for (RegularizePlan plan : plans) {
            requireMatches(plan);
            List<String> parameters = selected(plan);
            if (!parameters.isEmpty()) {
                requireFree(plan, parameters, stepped);
                penalties.add(penalty(plan, parameters));
            }
        }
        return penalties;
    }

    private PenaltySpec penalty(RegularizePlan plan, List<String> parameters) {
        return new PenaltySpec(
                plan.use().name(),
                factory.create(Regularizer.class, plan.use(), services),
                parameters,
                plan.groups(),
                plan.by(),
                dials.turned(plan.strength()),
                Math.max(1, inSteps.applyAsLong(plan.every())),
                plan.epsilon());
    }

    private List<String> selected(RegularizePlan plan) {
        List<String> names = new ArrayList<>();
        for (ParameterSpec spec : model.parameters()) {
            boolean chosen = switch (spec) {
                case WeightSpec w -> matches(plan.weights(), w.layer());
                case VectorSpec v -> isScale(v) && matches(plan.scales(), v.layer());
                case StatisticSpec _ -> false;
            };
            if (chosen) {
                names.add(spec.name());
            }
        }
        return names;
    }

    private static boolean isScale(VectorSpec vector) {
        return vector.name().endsWith(SCALE);
    }

    private static boolean matches(List<LayerSelector> selectors, String layer) {
        return selectors.stream().anyMatch(selector -> selector.matches(layer));
    }

    private void requireMatches(RegularizePlan plan) {
        List<String> weights = model.weights().stream().map(WeightSpec::layer).toList();
        List<String> scales = new ArrayList<>();
        for (ParameterSpec spec : model.parameters()) {
            if (spec instanceof VectorSpec vector && isScale(vector)) {
                scales.add(vector.layer());
            }
        }
        plan.weights().forEach(selector -> requireMatch(selector, weights, "a weight"));
        plan.scales().forEach(selector -> requireMatch(selector, scales, "scales"));
    }

    private void requireMatch(LayerSelector selector, List<String> layers, String what) {
        if (layers.stream().noneMatch(selector::matches)) {
            String known = layers.isEmpty()
                    ? "No layer of this model has " + what + "."
                    : "There are '" + String.join("', '", layers) + "'.";
            diagnostics.add(
                    DiagnosticId.EMPTY_SELECTION,
                    selector.place(),
                    "'" + selector.pattern() + "' matches no layer with " + what + ".",
                    ClosestNames.hint(selector.pattern(), layers, known));
        }
    }

    /** For parameters whose names only a trace knows; others were checked with the plan. */
    private void requireFree(RegularizePlan plan, List<String> parameters, Map<String, Place> stepped) {
        if (!plan.by().stepsItself()) {
            return;
        }
        for (String parameter : parameters) {
            Place other = stepped.putIfAbsent(parameter, plan.place());
            if (other != null) {
                diagnostics.add(
                        DiagnosticId.CONTRADICTION,
                        plan.place(),
                        "Two regularizers take steps on " + parameter
                                + (other.known() ? "; the first is in line " + other.line() : "") + ".",
                        "Select it in one of them, or let one be added to the gradient: by: 'gradient'");
            }
        }
    }
}
