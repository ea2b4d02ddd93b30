package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.List;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.Model;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.plan.Groups;
import org.espalier.core.plan.SelectsGroups;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/** The parameters of a model that a sentence about groups selects. */
public record ParameterSelection(Model model) {
    /** What the vectors of normalisation that multiply features are called, behind the name of their layer. */
    private static final String SCALE = ".scale";

    /** Their names, in the order of the model. */
    public List<String> of(SelectsGroups plan) {
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

    /** Tells about names that match nothing. */
    void requireMatches(SelectsGroups plan, Diagnostics diagnostics) {
        List<String> weights = model.weights().stream().map(WeightSpec::layer).toList();
        List<String> scales = new ArrayList<>();
        for (ParameterSpec spec : model.parameters()) {
            if (spec instanceof VectorSpec vector && isScale(vector)) {
                scales.add(vector.layer());
            }
        }
        plan.weights().forEach(selector -> requireMatch(selector, weights, "a weight", diagnostics));
        plan.scales().forEach(selector -> requireMatch(selector, scales, "scales", diagnostics));
        requireHeads(plan, diagnostics);
    }

    /** How many rows a head of each parameter has; none when groups are no heads. */
    List<Integer> heads(SelectsGroups plan, List<String> parameters) {
        if (plan.groups() != Groups.HEAD) {
            return List.of();
        }
        ChannelGraph graph = ChannelGraph.of(model);
        return parameters.stream().map(graph::rowsOfHead).toList();
    }

    private void requireHeads(SelectsGroups plan, Diagnostics diagnostics) {
        List<String> parameters = of(plan);
        List<Integer> heads = heads(plan, parameters);
        for (int i = 0; i < heads.size(); i++) {
            if (heads.get(i) == 1) {
                diagnostics.add(
                        DiagnosticId.CONTRADICTION,
                        plan.place(),
                        parameters.get(i)
                                + " has no heads: they are rows of attention's queries, keys and values, and go"
                                + " with each other as a whole.",
                        "For example: weights: 'NAME.value', groups: 'head', for an attention called NAME.");
            }
        }
    }

    private static void requireMatch(
            LayerSelector selector, List<String> layers, String what, Diagnostics diagnostics) {
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
}
