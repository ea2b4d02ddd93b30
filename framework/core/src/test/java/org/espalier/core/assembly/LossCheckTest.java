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

    private static List<Diagnostic> found(LossOperation loss, List<String> classNames, Optional<ExampleGraph> graph) {
        Dataset data = new Dataset("d", List.of(1), 2, classNames, new One(), new One(), Map.of(), graph);
        Diagnostics diagnostics = new Diagnostics();
        new LossCheck(PluginUse.of("loss", "mine", Map.of()), data, diagnostics).check(loss);
        return diagnostics.all();
    }

    private record One() implements Examples {
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
            out[0] = 0;
        }
    }
}
