package org.espalier.core.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.border.Examples;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.LossOperation;
import org.espalier.core.plan.PluginUse;
import org.junit.jupiter.api.Test;

final class LossCheckTest {
    private static final LossOperation CLASSES = new LossOperation.CrossEntropy(0);
    private static final LossOperation NUMBERS = new LossOperation.SquaredError();
    private static final Optional<ExampleGraph> LINKED = Optional.of(new ExampleGraph(new int[] {0, 1}, new int[1]));

    @Test
    void aLossThatReadsClassesNeedsClasses() {
        assertThat(found(CLASSES, List.of("a", "b"), Optional.empty())).isEmpty();
        assertThat(found(CLASSES, List.of(), Optional.empty())).singleElement().satisfies(mistake -> {
            assertThat(mistake.id()).isEqualTo(DiagnosticId.CONTRADICTION);
            assertThat(mistake.message())
                    .isEqualTo("The loss 'mine' reads classes, but the targets of 'd' are numbers.");
            assertThat(mistake.hint()).isEqualTo("Write: loss 'squared-error'");
        });
    }

    @Test
    void aLossThatReadsNumbersTakesClassesOfExamplesThatAllCount() {
        assertThat(found(NUMBERS, List.of("a", "b"), Optional.empty())).isEmpty();
        assertThat(found(NUMBERS, List.of(), LINKED)).isEmpty();
        assertThat(found(NUMBERS, List.of("a", "b"), LINKED))
                .singleElement()
                .extracting(Diagnostic::hint)
                .isEqualTo("Write: loss 'cross-entropy'");
    }

    @Test
    void answersOfYesAndNoAreFromNoughtToOne() {
        LossOperation loss = new LossOperation.BinaryCrossEntropy();
        assertThat(found(loss, new One(1, 1), new One(0, 0.5f))).isEmpty();
        assertThat(found(loss, new One(0, 3.5f), new One(-1, 0)))
                .singleElement()
                .extracting(Diagnostic::message)
                .isEqualTo(
                        "The loss 'mine' reads targets from 0 for no to 1 for yes, but target 1 of training example 0"
                                + " of 'd' is 3.5.");
        assertThat(found(loss, new One(0, 1), new One(Float.NaN, 0)))
                .singleElement()
                .extracting(Diagnostic::message)
                .asString()
                .contains("target 0 of held-out example 0 of 'd' is NaN");
        assertThat(found(loss, List.of("a", "b"), Optional.empty())).isEmpty();
    }

    @Test
    void aDivergenceIsFromProbabilities() {
        LossOperation loss = new LossOperation.KlDivergence();
        assertThat(found(loss, new One(0.25f, 0.75f), new One(0, 1))).isEmpty();
        assertThat(found(loss, new One(0.25f, 0.25f), new One(0, 1)))
                .singleElement()
                .satisfies(mistake -> {
                    assertThat(mistake.message())
                            .isEqualTo("The loss 'mine' reads probabilities that add up to 1, but those of training"
                                    + " example 0 of 'd' add up to 0.5.");
                    assertThat(mistake.hint()).isEqualTo("Write: loss 'squared-error'");
                });
        assertThat(found(loss, new One(-0.5f, 1.5f), new One(0, 1)))
                .singleElement()
                .extracting(Diagnostic::message)
                .asString()
                .contains("target 0 of training example 0 of 'd' is -0.5");
        assertThat(found(loss, List.of("a", "b"), LINKED)).hasSize(1);
    }

    @Test
    void aLossThatReadsOneClassCannotReadTargetsThatAreMixed() {
        Examples mixed = new Mixed(new One(0, 1));
        Dataset data = new Dataset("d", List.of(1), 2, List.of("a", "b"), mixed, new One(0, 1), Map.of());
        assertThat(found(CLASSES, data)).singleElement().satisfies(mistake -> {
            assertThat(mistake.message())
                    .isEqualTo(
                            "The loss 'mine' reads one class of each example, but a preparation mixes those of 'd'.");
            assertThat(mistake.hint()).isEqualTo("Write: loss 'kl-divergence'");
        });
        assertThat(found(new LossOperation.KlDivergence(), data)).isEmpty();
        assertThat(found(NUMBERS, data)).isEmpty();
    }

    /** Examples that are mixed in training. */
    private record Mixed(One inner) implements Examples {
        @Override
        public int count() {
            return inner.count();
        }

        @Override
        public void features(int id, float[] out) {
            inner.features(id, out);
        }

        @Override
        public int label(int id) {
            return 0;
        }

        @Override
        public void target(int id, float[] out) {
            inner.target(id, out);
        }

        @Override
        public boolean mixesTargets() {
            return true;
        }
    }

    private static List<Diagnostic> found(LossOperation loss, One train, One test) {
        return found(loss, new Dataset("d", List.of(1), 2, List.of(), train, test, Map.of()));
    }

    private static List<Diagnostic> found(LossOperation loss, List<String> classNames, Optional<ExampleGraph> graph) {
        One example = new One(0, 0);
        return found(loss, new Dataset("d", List.of(1), 2, classNames, example, example, Map.of(), graph));
    }

    private static List<Diagnostic> found(LossOperation loss, Dataset data) {
        Diagnostics diagnostics = new Diagnostics();
        new LossCheck(PluginUse.of("loss", "mine", Map.of()), data, diagnostics).check(loss);
        return diagnostics.all();
    }

    private record One(float first, float second) implements Examples {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public void features(int id, float[] out) {
            out[0] = 1;
        }

        @Override
        public int label(int id) {
            return -1;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = first;
            out[1] = second;
        }
    }
}
