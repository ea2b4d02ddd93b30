package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Weight;
import org.espalier.core.graph.Model;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

final class EvaluationTest {
    private static Model wide(int units) {
        ModelTrace trace = new ModelTrace(List.of(4));
        trace.layer("fc", (graph, input) -> {
            Weight fc = graph.weight("weight", units, 4, Initialisation.ZEROS);
            return graph.linear(input, fc, Optional.empty());
        });
        return trace.model();
    }

    @Test
    void takesManyExamplesAtATimeWhileTheirPlanesAreSmall() {
        assertThat(Evaluation.capacity(wide(1000))).isEqualTo(512);
        assertThat(Evaluation.capacity(wide(20_000))).isEqualTo(128);
    }

    /** Planes of 512 examples of this model would take 20 GB. */
    @Test
    void takesFewExamplesOfAWideModelAtATime() {
        assertThat(Evaluation.capacity(wide(10_000_000))).isEqualTo(32);
    }
}
