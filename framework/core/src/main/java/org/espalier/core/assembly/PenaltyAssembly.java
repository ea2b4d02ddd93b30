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
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.graph.Model;
import org.espalier.core.plan.RegularizePlan;
import org.espalier.core.plan.Value;
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
    List<PenaltySpec> assemble(List<RegularizePlan> plans) {
        ParameterSelection selection = new ParameterSelection(model);
        List<PenaltySpec> penalties = new ArrayList<>();
        Map<String, Place> stepped = new HashMap<>();
        for (RegularizePlan plan : plans) {
            selection.requireMatches(plan, diagnostics);
            List<String> parameters = selection.of(plan);
            if (!parameters.isEmpty()) {
                requireFree(plan, parameters, stepped);
                penalties.add(penalty(plan, parameters, selection));
            }
        }
        return penalties;
    }

    private PenaltySpec penalty(RegularizePlan plan, List<String> parameters, ParameterSelection selection) {
        return new PenaltySpec(
                plan.use().name(),
                factory.create(Regularizer.class, plan.use(), services),
                parameters,
                plan.groups(),
                selection.heads(plan, parameters),
                plan.by(),
                dials.name(plan.dialName(), dials.turned(plan.strength())),
                Math.max(1, inSteps.applyAsLong(plan.every())),
                plan.epsilon(),
                plan.outside().map(Value.Text::value));
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
