package org.espalier.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.graph.Initialisation;
import org.espalier.core.plan.LayerPlan;
import org.junit.jupiter.api.Test;

class LayerNamesTest {
    @Test
    void everyInitialisationCanBeNamed() {
        assertThat(LayerPlan.Dense.INITS)
                .contains("he-normal", "glorot-uniform", "zeros")
                .hasSize(Initialisation.values().length);
    }

    @Test
    void activationsAreWrittenInLowerCaseWithHyphens() {
        assertThat(LayerPlan.Dense.ACTIVATIONS)
                .containsExactly("none", "relu", "leaky-relu", "tanh", "sigmoid", "silu", "gelu", "elu", "softplus");
    }
}
