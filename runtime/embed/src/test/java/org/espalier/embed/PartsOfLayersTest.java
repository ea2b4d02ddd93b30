package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.api.EspalierException;
import org.espalier.api.Span;
import org.espalier.api.border.TensorView;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts of weights, activations and adapters that are plugins. */
final class PartsOfLayersTest {
    private static final PluginUse LORA = PluginUse.of("adapt", "lora", Map.of("rank", 3, "scale", 0.5));

    @TempDir
    Path temp;

    private static RecipePlan plan(Map<String, ?> options, long steps, Consumer<PhaseBuilder> phase) {
        return RecipePlan.builder("parts")
                .seed(5)
                .data(d -> d.source("strokes", Map.of("train", 320, "test", 64)).batch(32))
                .model(m -> m.input(28, 28, 1)
                        .layer("c1", "conv", Map.of("filters", 4, "stride", 3, "activation", topK(0.5, "tanh")))
                        .flatten()
                        .dense("fc1", 40, options)
                        .dense("out", 10, Map.of("init", PluginUse.of("init", "orthogonal", Map.of()))))
                .phase("train", p -> {
                    p.train(Span.steps(steps)).optimizer("adam", Map.of()).learningRate(0.003);
                    phase.accept(p);
                })
                .export("safetensors", "model.safetensors")
                .report("activations")
                .build();
    }

    private static PluginUse topK(double share, String of) {
        return PluginUse.of("activation", "top-k", Map.of("share", share, "of", of));
    }

    private static void sparse(PhaseBuilder phase) {
        phase.sparsify(s -> s.layers("fc1")
                .sparsity(0.8)
                .update(Span.steps(4), Span.steps(0), Span.percent(80))
                .replace(0.3)
                .prune("magnitude", Map.of())
                .grow("gradient", Map.of()));
    }

    @Test
    void theyTrainToTheSameBitsWithAnyThreadsAndAfterAStop() {
        Map<String, Object> options = Map.of(
                "activation", topK(0.25, "relu"), "init", PluginUse.of("init", "kaiming", Map.of()), "adapt", LORA);
        RunSummary whole = new SameBits(temp).requireTheSameBits(plan(options, 300, PartsOfLayersTest::sparse), 17);
        assertThat(whole.layers())
                .extracting(RunSummary.Layer::name)
                .containsExactly("c1", "fc1", "fc1.adapt.down", "fc1.adapt.up", "out");
        List<RunSummary.Activations> given = whole.phases().getLast().activations();
        assertThat(given).extracting(RunSummary.Activations::name).containsExactly("c1", "fc1", "out");
        assertThat(given.get(1).zeros()).isGreaterThanOrEqualTo(0.75);
        assertThat(given.get(2).zeros()).isZero();
    }

    @Test
    void aWeightWhoseRateIsZeroStaysAndItsAdapterTrains() {
        Map<String, TensorView> early = trained(3);
        Map<String, TensorView> late = trained(20);
        assertThat(values(late, "fc1.weight")).containsExactly(values(early, "fc1.weight"));
        assertThat(values(late, "fc1.bias")).containsOnly(0f);
        assertThat(values(late, "fc1.adapt.up")).isNotEqualTo(values(early, "fc1.adapt.up"));
        assertThat(values(late, "fc1.adapt.down")).isNotEqualTo(values(early, "fc1.adapt.down"));
    }

    private Map<String, TensorView> trained(long steps) {
        Path folder = temp.resolve("run-" + steps);
        RecipePlan plan = plan(Map.of("adapt", LORA), steps, p -> p.rate("fc1", 0));
        SameBits.run(plan, folder, 2);
        Map<String, TensorView> tensors = new HashMap<>();
        new SafetensorsFiles()
                .read(folder.resolve("model.safetensors"))
                .tensors()
                .forEach(t -> tensors.put(t.name(), t));
        return tensors;
    }

    private static float[] values(Map<String, TensorView> tensors, String name) {
        return switch (tensors.get(name)) {
            case TensorView.Dense dense -> dense.values();
            case TensorView.Sparse sparse -> sparse.values();
            case null -> throw new AssertionError(name + " is not in " + tensors.keySet());
        };
    }

    @Test
    void aStartThatNeedsEveryPositionRefusesASparseWeight() {
        RecipePlan plan =
                plan(Map.of("init", PluginUse.of("init", "orthogonal", Map.of())), 5, PartsOfLayersTest::sparse);
        assertThatThrownBy(() -> SameBits.run(plan, temp.resolve("refused"), 1))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("The plugin init 'orthogonal' of org.espalier.plugins.layers")
                .hasMessageContaining("failed in start: An orthogonal start needs every position, and fc1.weight is"
                        + " sparse from the start.");
    }

    @Test
    void whatIsNoPartOfALayerIsTold() {
        PluginUse schedule = PluginUse.of("schedule", "cosine", Map.of("from", 1, "to", 0));
        assertMistake(
                Map.of("activation", schedule),
                "The option 'activation' of layer 'dense' takes a plugin of the kind 'activation', not a schedule.");
        assertMistake(Map.of("init", "he-nromal"), "must be one of 'he-normal'");
        assertMistake(Map.of("adapt", PluginUse.of("adapt", "lore", Map.of())), "There is no adapt 'lore'.");
        assertMistake(Map.of("adapt", PluginUse.of("adapt", "lora", Map.of("rnak", 3))), "has no option 'rnak'");
    }

    private void assertMistake(Map<String, ?> options, String sentence) {
        RecipePlan plan = plan(options, 1, p -> {});
        assertThatThrownBy(() -> SameBits.run(plan, temp.resolve("wrong"), 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(sentence);
    }
}
