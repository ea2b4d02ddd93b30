package org.espalier.core.assembly;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.StreamLossPlan;
import org.espalier.core.plan.StreamPlan;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.StreamSpec;
import org.espalier.core.train.TrainingData;

/** Opens the further data of a recipe, and tells what of them does not fit the model. */
record StreamAssembly(RecipePlan plan, Map<String, DataAssembly> opened) {
    /**
     * @param random the run's stream; data of one source are split alike
     */
    static StreamAssembly of(RecipePlan plan, PluginFactory factory, PluginServices services, RandomStream random) {
        Map<String, DataAssembly> opened = new LinkedHashMap<>();
        for (StreamPlan stream : plan.streams()) {
            opened.put(stream.name(), DataAssembly.of(stream.data(), factory, services, random));
        }
        return new StreamAssembly(plan, opened);
    }

    private Dataset dataset(String name) {
        return Objects.requireNonNull(opened.get(name)).dataset();
    }

    Map<String, TrainingData> splits() {
        Map<String, TrainingData> splits = new LinkedHashMap<>();
        opened.forEach((name, data) -> splits.put(name, data.splits()));
        return splits;
    }

    /** Digests of what they came from, under their names. */
    Map<String, String> digests() {
        Map<String, String> digests = new LinkedHashMap<>();
        opened.forEach((name, data) ->
                data.dataset().digests().forEach((file, digest) -> digests.put(file + " (" + name + ")", digest)));
        return digests;
    }

    /**
     * @param main what the model was made for
     */
    void check(Model model, Dataset main, Diagnostics diagnostics) {
        for (StreamPlan stream : plan.streams()) {
            Dataset data = dataset(stream.name());
            if (model.wholeBatch() > 0) {
                diagnostics.add(
                        DiagnosticId.CONTRADICTION,
                        stream.place(),
                        "A layer adds up the neighbours of examples, so a step sees all examples of the data and none of '"
                                + stream.name() + "'.",
                        "Leave these data out.");
            } else if (!sameForm(data, main)) {
                diagnostics.add(
                        DiagnosticId.SHAPE_MISMATCH,
                        stream.place(),
                        "The data '" + stream.name() + "' do not fit the model: '" + data.name() + "' has " + form(data)
                                + ", and '" + main.name() + "', which the model is made for, has " + form(main) + ".",
                        "Further data have as many features, classes or targets, and positions with a label.");
            }
        }
    }

    private static boolean sameForm(Dataset data, Dataset main) {
        return data.features() == main.features()
                && data.targets() == main.targets()
                && data.positions() == main.positions()
                && data.classification() == main.classification();
    }

    private static String form(Dataset data) {
        String shape = data.shape().stream().map(String::valueOf).collect(Collectors.joining(" x "));
        return shape + " features, " + data.targets() + (data.classification() ? " classes" : " targets")
                + (data.positions() == 1 ? "" : " at " + data.positions() + " positions");
    }

    /** Whether the losses of a phase on them can be computed. */
    void check(PhasePlan phase, PhaseSpec spec, Model model, Diagnostics diagnostics) {
        for (int i = 0; i < spec.step().streams().size(); i++) {
            StreamSpec stream = spec.step().streams().get(i);
            StreamLossPlan said = phase.step().streams().get(i);
            Objective objective = LossTrace.taught(stream.loss(), model);
            if (objective.teacher().isPresent()) {
                diagnostics.add(
                        DiagnosticId.CONTRADICTION,
                        said.loss().place(),
                        "The loss '" + said.loss().name() + "' learns from a teacher, who is asked about the main data"
                                + " alone, not about '" + stream.name() + "'.",
                        "For example: loss 'cross-entropy', on: '" + stream.name() + "'");
                continue;
            }
            LossCheck check = new LossCheck(said.loss(), dataset(stream.name()), diagnostics);
            objective.terms().forEach(term -> check.check(term.loss()));
        }
    }
}
