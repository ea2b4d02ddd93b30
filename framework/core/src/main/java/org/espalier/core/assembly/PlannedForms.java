package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.espalier.api.MatrixShape;
import org.espalier.api.loop.Transform;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.Model;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.MergePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.TransformPlan;
import org.espalier.core.surgery.Factorised;
import org.espalier.core.surgery.Merged;
import org.espalier.core.surgery.Surgery;

/**
 * What form the network of a recipe will have, as far as that is known before it has values: channels that are removed are not
 * known, and where values decide a rank it is the largest.
 *
 * @param transforms what changes the network, by their sentence
 */
record PlannedForms(RecipePlan plan, Map<TransformPlan, Transform> transforms) {
    /** The model that each sentence between phases leaves behind, in their order. */
    List<Model> behind(Model first) {
        return behind(first, 0);
    }

    /**
     * The models behind sentences.
     *
     * @param before the model as it is before the first of them
     * @param from the number of the first
     */
    List<Model> behind(Model before, int from) {
        List<Model> models = new ArrayList<>();
        Model model = before;
        for (BetweenPlan step : plan.between().subList(from, plan.between().size())) {
            Optional<Surgery> surgery = surgery(step, model);
            model = surgery.isPresent() ? surgery.get().model(model) : model;
            models.add(model);
        }
        return models;
    }

    /**
     * The models of phases.
     *
     * @param first the number of the first of them
     * @param before the model as it is behind so many sentences
     * @param from how many that are
     */
    List<Model> ofPhases(int first, Model before, int from) {
        List<Model> behind = behind(before, from);
        List<Model> models = new ArrayList<>();
        for (int phase = first; phase < plan.phases().size(); phase++) {
            Model model = before;
            for (int i = 0; i < behind.size() && plan.between().get(from + i).after() <= phase; i++) {
                model = behind.get(i);
            }
            models.add(model);
        }
        return models;
    }

    /** How a sentence changes the form of a model, with the largest ranks; empty when it does not, or values decide. */
    Optional<Surgery> surgery(BetweenPlan step, Model model) {
        return switch (step) {
            case MergePlan merge -> Optional.of(Merged.of(model, merge::selects));
            case TransformPlan transform ->
                Optional.of(new Factorised(ranks(transform, model)))
                        .filter(factorised -> !factorised.ranks().isEmpty())
                        .map(Surgery.class::cast);
            case BetweenPlan _ -> Optional.empty();
        };
    }

    /** The largest ranks of factors that a transform will give, by the name of the weight, where they can be factorised. */
    SortedMap<String, Integer> ranks(TransformPlan step, Model model) {
        SortedMap<String, Integer> ranks = new TreeMap<>();
        for (WeightSpec weight : selected(step, model)) {
            OptionalInt rank = rank(step, weight.shape());
            if (rank.isPresent()
                    && Factorised.problem(model, weight.shape(), rank.getAsInt())
                            .isEmpty()) {
                ranks.put(weight.name(), rank.getAsInt());
            }
        }
        return ranks;
    }

    private OptionalInt rank(TransformPlan step, MatrixShape weight) {
        return Objects.requireNonNull(transforms.get(step)).rank(weight);
    }

    private static List<WeightSpec> selected(TransformPlan step, Model model) {
        return model.weights().stream()
                .filter(weight -> step.selects(weight.layer()))
                .toList();
    }

    /** Reports factors that cannot be, merges of nothing, and what transforms cannot measure. */
    void check(Model first, Diagnostics diagnostics) {
        List<Model> behind = behind(first);
        for (int i = 0; i < behind.size(); i++) {
            Model before = i == 0 ? first : behind.get(i - 1);
            switch (plan.between().get(i)) {
                case MergePlan merge -> check(merge, before, diagnostics);
                case TransformPlan transform -> {
                    check(transform, before, diagnostics);
                    new WalkCheck(transform, before, diagnostics)
                            .check(Objects.requireNonNull(transforms.get(transform))
                                    .needs());
                }
                case BetweenPlan _ -> {
                    // it has been checked with the plan
                }
            }
        }
    }

    private static void check(MergePlan merge, Model before, Diagnostics diagnostics) {
        if (Merged.of(before, merge::selects).weights().isEmpty()) {
            diagnostics.add(
                    DiagnosticId.EMPTY_SELECTION,
                    merge.place(),
                    "There is nothing to merge: none of these layers has factors or an adapter.",
                    "Merge what was factorised before, or layers with adapt: lora(…).");
        }
    }

    /** Factors of a sparse weight would be dense. */
    private Optional<String> sparse(TransformPlan step, WeightSpec weight) {
        return plan.phases().subList(0, step.after()).stream()
                .filter(phase -> phase.sparsify().stream()
                        .flatMap(sparsify -> sparsify.layers().stream())
                        .anyMatch(selector -> selector.matches(weight.layer())))
                .findFirst()
                .map(phase -> "is sparse since '" + phase.name() + "', and its factors would be dense");
    }

    private void check(TransformPlan step, Model before, Diagnostics diagnostics) {
        for (WeightSpec weight : selected(step, before)) {
            OptionalInt rank = rank(step, weight.shape());
            if (rank.isPresent()) {
                Factorised.problem(before, weight.shape(), rank.getAsInt())
                        .or(() -> sparse(step, weight))
                        .ifPresent(problem -> diagnostics.add(
                                DiagnosticId.CONTRADICTION,
                                step.place(),
                                "'" + step.use().name() + "' cannot factorise " + weight.name() + ": it " + problem
                                        + ".",
                                "Name other layers with layers:, or take a rank that all of them can have."));
            }
        }
    }
}
