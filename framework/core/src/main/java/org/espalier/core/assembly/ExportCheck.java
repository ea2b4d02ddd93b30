package org.espalier.core.assembly;

import org.espalier.api.EspalierException;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.NetworkView;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.NetworkSteps;
import org.espalier.core.guard.PluginFault;
import org.espalier.core.plan.RecipePlan;

/** Whether the exporters of a recipe can write its network: what they cannot is said before it is trained. */
final class ExportCheck {
    private ExportCheck() {}

    static void check(
            RecipePlan plan, Model model, PluginFactory factory, PluginServices services, Diagnostics diagnostics) {
        NetworkView network = NetworkSteps.of(model);
        for (RecipePlan.ExportPlan export : plan.exports()) {
            Exporter exporter = factory.create(Exporter.class, export.exporter(), services);
            try {
                exporter.check(network);
            } catch (PluginFault e) {
                if (!(e.getCause() instanceof EspalierException refusal)) {
                    throw e;
                }
                diagnostics.add(DiagnosticId.CONTRADICTION, export.place(), String.valueOf(refusal.getMessage()));
            }
        }
    }
}
