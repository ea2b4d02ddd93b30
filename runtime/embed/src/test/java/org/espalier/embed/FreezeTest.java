package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.api.border.TensorView;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.RecipePlanBuilder;
import org.espalier.core.plan.SparsifyPlan.Storage;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks of links, and phases that leave the links of a mask as they are. */
final class FreezeTest {
    /** The links of fc1 at 80 % sparsity, of which the mask keeps the larger half. */
    private static final int LINKS = 784 * 24 / 5;

    @TempDir
    Path temp;

    private static RecipePlanBuilder recipe(Storage storage) {
        return RecipePlan.builder("freeze")
                .seed(4)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m ->
                        m.input(28, 28, 1).flatten().dense("fc1", 24, "relu").dense("out", 10, "none"))
                .checkpoint(Span.steps(7), 2)
                .export("safetensors", "model.safetensors")
                .phase("first", p -> moved(p, storage, 0.8));
    }

    private static PhaseBuilder moved(PhaseBuilder phase, Storage storage, double sparsity) {
        return phase.train(Span.steps(30))
                .optimizer("sgd", Map.of("momentum", 0.9, "weightDecay", 0.01))
                .learningRate(0.05)
                .sparsify(s -> {
                    s.layers("fc1")
                            .sparsity(sparsity)
                            .storage(storage)
                            .update(Span.steps(5), Span.steps(0), Span.percent(100))
                            .prune("magnitude", Map.of());
                    if (storage.equals(Storage.SPARSE)) {
                        s.replace(0.9).grow("random", Map.of());
                    }
                });
    }

    private static RecipePlanBuilder selected(Storage storage) {
        return recipe(storage)
                .select("smallest", Map.of("mask", "old", "weights", "fc1", "groups", "weight", "share", 0.5));
    }

    /** Whatever else writes values: weight decay, momentum, an average, and a proximal step. */
    private static RecipePlan frozen(Storage storage, double sparsity) {
        return frozen(storage, sparsity, p -> p.regularize("l1", Map.of("weights", "fc1", "strength", 0.05)));
    }

    private static RecipePlan frozen(Storage storage, double sparsity, Consumer<PhaseBuilder> more) {
        return selected(storage)
                .phase(
                        "second",
                        p -> more.accept(moved(p, storage, sparsity)
                                .freeze("old")
                                .average(0.9)
                                .clipNorm(1)))
                .build();
    }

    private Map<Long, Float> links(RecipePlan plan, String folder) {
        RunSummary summary = SameBits.run(plan, temp.resolve(folder), 2);
        assertThat(summary.error()).isEmpty();
        TensorView.Sparse weight = new SafetensorsFiles()
                .read(temp.resolve(folder).resolve("model.safetensors")).tensors().stream()
                        .filter(tensor -> tensor.name().equals("fc1.weight"))
                        .map(TensorView.Sparse.class::cast)
                        .findFirst()
                        .orElseThrow();
        Map<Long, Float> links = new HashMap<>();
        for (int row = 0; row < 24; row++) {
            for (int k = weight.rowStarts()[row]; k < weight.rowStarts()[row + 1]; k++) {
                links.put(row * 784L + weight.columns()[k], weight.values()[k]);
            }
        }
        return links;
    }

    /** The larger half by magnitude is there, bit for bit, and little of the others. */
    private void requireFrozen(Map<Long, Float> before, Map<Long, Float> after) {
        List<Map.Entry<Long, Float>> bySize = before.entrySet().stream()
                .sorted((a, b) -> Float.compare(Math.abs(b.getValue()), Math.abs(a.getValue())))
                .toList();
        int half = (bySize.size() + 1) / 2;
        assertThat(bySize.subList(0, half)).allSatisfy(link -> assertThat(after).contains(link));
        assertThat(bySize.subList(half, bySize.size()))
                .allSatisfy(link -> assertThat(after).doesNotContain(link));
    }

    @Test
    void frozenLinksNeitherMoveNorGo() {
        Map<Long, Float> before = links(selected(Storage.SPARSE).build(), "before");
        Map<Long, Float> after = links(frozen(Storage.SPARSE, 0.8), "after");
        assertThat(after).hasSize(LINKS);
        requireFrozen(before, after);
        requireFrozen(
                before, links(frozen(Storage.SPARSE, 0.8, p -> p.rule("max-norm", Map.of("limit", 0.5))), "ruled"));
    }

    @Test
    void latentWeightsKeepThemAmongAllPositions() {
        Map<Long, Float> before = links(selected(Storage.LATENT).build(), "before");
        Map<Long, Float> after = links(frozen(Storage.LATENT, 0.85), "after");
        requireFrozen(before, after);
    }

    @Test
    void theSameBitsForAnyNumberOfThreadsAndAfterAStopInEitherPhase() {
        new SameBits(temp.resolve("one"))
                .requireTheSameBits(frozen(Storage.SPARSE, 0.8), t -> t.phase().equals("second") && t.step() == 13);
        new SameBits(temp.resolve("two"))
                .requireTheSameBits(frozen(Storage.SPARSE, 0.8), t -> t.phase().equals("first") && t.step() == 13);
    }

    @Test
    void lessLinksThanAreFrozenAreToldOf() {
        RunSummary summary = SameBits.run(frozen(Storage.SPARSE, 0.95), temp.resolve("few"), 1);
        assertThat(summary.error().orElseThrow())
                .contains(
                        "1882 links of fc1.weight are frozen, and 942 of them would have to go, since 940 links are to"
                                + " stay: ask for less sparsity, or freeze fewer links.");
    }

    @Test
    void aRunTellsWhatTheMaskKeeps() {
        List<RunEvent> events = new ArrayList<>();
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            espalier.run(
                    selected(Storage.SPARSE).build(),
                    new RunOptions(temp.resolve("told"), new RunControl()),
                    events::add);
        }
        assertThat(events)
                .contains(new RunEvent.Selected(
                        "first", 30, "old", List.of(new RunEvent.SelectedGroups("fc1.weight", 1882, LINKS))));
    }

    @Test
    void aMaskOfOneKindIsNotTakenForTheOther() {
        assertMistake(
                recipe(Storage.SPARSE)
                        .select("smallest", Map.of("mask", "rows", "weights", "fc1", "share", 0.5))
                        .phase("second", p -> moved(p, Storage.SPARSE, 0.8).freeze("rows"))
                        .build(),
                "The mask 'rows' is one of channels, and here stands one of links.");
        assertMistake(
                selected(Storage.SPARSE).shrinkTo("old", 0).build(),
                "The mask 'old' is one of links, and here stands one of channels.");
        assertMistake(
                selected(Storage.SPARSE)
                        .phase("second", p -> moved(p, Storage.SPARSE, 0.8).freeze("odl"))
                        .build(),
                "No mask 'odl' is made before this.");
    }

    private void assertMistake(RecipePlan plan, String sentence) {
        assertThatThrownBy(() -> SameBits.run(plan, temp.resolve("refused"), 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(sentence);
    }
}
