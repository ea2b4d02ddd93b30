package org.espalier.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every plugin a plan names, those inside values and options included. */
public final class PlannedPlugins {
    private final List<PluginUse> found = new ArrayList<>();

    private PlannedPlugins() {}

    /** In the order of the recipe; a plugin that is used twice is there twice. */
    public static List<PluginUse> of(RecipePlan plan) {
        PlannedPlugins plugins = new PlannedPlugins();
        plugins.data(plan.data());
        plan.streams().forEach(stream -> plugins.data(stream.data()));
        plan.model().layers().forEach(plugins::layer);
        plan.phases().forEach(plugins::phase);
        for (BetweenPlan step : plan.between()) {
            switch (step) {
                case SelectPlan select -> plugins.use(select.use());
                case TransformPlan transform -> plugins.use(transform.use());
                case ApplyPlan _, AveragePlan _, MergePlan _, RecalibratePlan _ -> {
                    // words of the language itself
                }
            }
        }
        plan.exports().forEach(export -> plugins.use(export.exporter()));
        return List.copyOf(plugins.found);
    }

    private void data(DataPlan data) {
        use(data.source());
        data.prepare().forEach(this::use);
    }

    private void layer(LayerPlan layer) {
        switch (layer) {
            case LayerPlan.Plugged plugged -> use(plugged.use());
            case LayerPlan.Residual residual -> {
                residual.layers().forEach(this::layer);
                residual.shortcut().forEach(this::layer);
            }
            case LayerPlan.Branches b -> b.branches().forEach(branch -> branch.forEach(this::layer));
            case LayerPlan.Experts experts -> {
                use(experts.gate());
                experts.layers().forEach(this::layer);
            }
            case LayerPlan.Dense dense ->
                List.of(dense.activation(), dense.init(), dense.adapt()).forEach(this::value);
            case LayerPlan.Flatten _ -> {
                // a word of the language itself
            }
        }
    }

    private void phase(PhasePlan phase) {
        phase.sample().ifPresent(this::use);
        phase.weights().forEach(weights -> use(weights.use()));
        use(phase.loss());
        use(phase.optimizer());
        value(phase.learningRate());
        phase.step().clip().ifPresent(clip -> value(clip.limit()));
        phase.step().regularize().forEach(penalty -> use(penalty.use()));
        phase.step().streams().forEach(stream -> {
            use(stream.loss());
            value(stream.weight());
        });
        phase.step().rules().forEach(rule -> use(rule.use()));
        phase.sparsify().forEach(this::sparsify);
    }

    private void sparsify(SparsifyPlan plan) {
        value(plan.sparsity());
        List.of(plan.distribute(), plan.pattern(), plan.start()).forEach(this::use);
        plan.replace().ifPresent(this::value);
        List.of(plan.prune(), plan.grow()).forEach((Optional<PluginUse> use) -> use.ifPresent(this::use));
    }

    private void use(PluginUse use) {
        found.add(use);
        use.options().values().forEach(option -> value(option.value()));
    }

    private void value(Value value) {
        switch (value) {
            case Value.Part part -> use(part.use());
            case Value.Items items -> items.values().forEach(this::value);
            case Value.Entries entries -> entries.values().values().forEach(this::value);
            case Value.Num _, Value.Text _, Value.Flag _, Value.Time _ -> {
                // plain values name no plugin
            }
        }
    }
}
