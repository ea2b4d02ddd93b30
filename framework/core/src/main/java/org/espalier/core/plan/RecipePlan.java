package org.espalier.core.plan;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.core.diagnostic.Place;

/**
 * Everything a recipe says. Written by a recipe language or with {@link #builder}; whether plugins exist and numbers make
 * sense is checked later, with the catalog.
 *
 * @param name the recipe's name
 * @param description one sentence, may be empty
 * @param seed the seed of all randomness of the run
 * @param params declared params with the values in force
 * @param data what to train on
 * @param streams further data, by unique names
 * @param model the network
 * @param phases at least one
 * @param between what happens after a phase and before the next, in the order of the recipe
 * @param checkpoint when checkpoints are written and how many are kept
 * @param expectations what the run must reach
 * @param exports files written at the end
 * @param reports parts of the report
 * @param folder what relative paths are relative to
 * @param source the text of the recipe; empty for plans built in Java
 * @param place where the recipe stands
 */
public record RecipePlan(
        String name,
        String description,
        long seed,
        Map<String, Value> params,
        DataPlan data,
        List<StreamPlan> streams,
        ModelPlan model,
        List<PhasePlan> phases,
        List<BetweenPlan> between,
        CheckpointPlan checkpoint,
        List<Expectation> expectations,
        List<ExportPlan> exports,
        List<ReportPart> reports,
        Optional<Path> folder,
        String source,
        Place place) {
    public RecipePlan {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        streams = List.copyOf(streams);
        phases = List.copyOf(phases);
        between = List.copyOf(between);
        expectations = List.copyOf(expectations);
        exports = List.copyOf(exports);
        reports = List.copyOf(reports);
    }

    /** The same plan with another seed. */
    public RecipePlan withSeed(long other) {
        return new RecipePlan(
                name,
                description,
                other,
                params,
                data,
                streams,
                model,
                phases,
                between,
                checkpoint,
                expectations,
                exports,
                reports,
                folder,
                source,
                place);
    }

    /** The same plan with relative paths relative to another folder. */
    public RecipePlan in(Path otherFolder) {
        return new RecipePlan(
                name,
                description,
                seed,
                params,
                data,
                streams,
                model,
                phases,
                between,
                checkpoint,
                expectations,
                exports,
                reports,
                Optional.of(otherFolder),
                source,
                place);
    }

    /** The same plan without files of trained values, for whoever has the values that it ended with. */
    public RecipePlan withoutWeights() {
        return new RecipePlan(
                name,
                description,
                seed,
                params,
                data,
                streams,
                model,
                phases.stream().map(PhasePlan::withoutWeights).toList(),
                between,
                checkpoint,
                expectations,
                exports,
                reports,
                folder,
                source,
                place);
    }

    /** The points of phases whose networks later phases need, or what stands between them. */
    public List<PhasePoint> needs() {
        return Stream.concat(
                        phases.stream().flatMap(phase -> phase.needs().stream()),
                        between.stream().flatMap(step -> step.needs().stream()))
                .toList();
    }

    /** What happens when so many phases are over. */
    public List<BetweenPlan> betweenAfter(int phasesDone) {
        return between.stream().filter(step -> step.after() == phasesDone).toList();
    }

    /** A part of the report, for example {@code accuracy}. */
    public record ReportPart(String name, Place place) {
        /** What layers give, which is measured only when it is asked for. */
        public static final String ACTIVATIONS = "activations";
    }

    /**
     * A file written at the end.
     *
     * @param exporter a plugin of kind {@code export}
     * @param to the file, relative to the run's folder
     */
    public record ExportPlan(PluginUse exporter, String to, Place place) {}

    /** Starts a plan in Java. */
    public static RecipePlanBuilder builder(String name) {
        return new RecipePlanBuilder(name);
    }
}
