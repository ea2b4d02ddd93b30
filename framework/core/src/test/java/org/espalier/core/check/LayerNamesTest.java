package org.espalier.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.espalier.core.model.Initialisation;
import org.espalier.core.plan.LayerPlan;
import org.junit.jupiter.api.Test;

class LayerNamesTest {
    @Test
    void everyInitialisationCanBeNamedAndNoOther() {
        assertThat(LayerPlan.Dense.INITS)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Initialisation.values())
                        .map(Initialisation::recipeName)
                        .toList());
    }

    @Test
    void activationsAreWrittenInLowerCaseWithHyphens() {
        assertThat(LayerPlan.Dense.ACTIVATIONS)
                .containsExactly("none", "relu", "leaky-relu", "tanh", "sigmoid", "silu");
    }
}
