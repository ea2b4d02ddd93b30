package org.espalier.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.graph.Initialisation;
import org.espalier.core.catalog.DenseOptions;
import org.junit.jupiter.api.Test;

class LayerNamesTest {
    @Test
    void everyInitialisationCanBeNamed() {
        assertThat(DenseOptions.INIT.choices())
                .contains("he-normal", "glorot-uniform", "zeros")
                .hasSize(Initialisation.values().length);
    }

    @Test
    void activationsAreWrittenInLowerCaseWithHyphens() {
        assertThat(DenseOptions.ACTIVATION.choices())
                .containsExactly("none", "relu", "leaky-relu", "tanh", "sigmoid", "silu", "gelu", "elu", "softplus");
    }
}
