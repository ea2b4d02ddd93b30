package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.junit.jupiter.api.Test;

class NormalizePreparationTest {
    private static final byte WHITE = (byte) 255;

    /** Two pixels of three colours: white, and black. */
    private static Dataset picture() {
        Examples one = new ByteExamples(6, 2, new byte[] {WHITE, WHITE, WHITE, 0, 0, 0}, new byte[] {1});
        return new Dataset("picture", List.of(1, 2, 3), 2, List.of("a", "b"), one, one, Map.of());
    }

    private static float[] normalized(List<Double> means, List<Double> deviations) {
        Dataset prepared =
                new NormalizePreparation(new NormalizePreparation.Options(means, deviations)).apply(picture());
        float[] train = new float[6];
        float[] test = new float[6];
        prepared.train().features(0, train);
        prepared.test().features(0, test);
        assertThat(test).isEqualTo(train);
        return train;
    }

    @Test
    void everyChannelHasANumberOfItsOwn() {
        assertThat(normalized(List.of(0.5, 0.25, 0.0), List.of(0.5, 0.25, 1.0))).containsExactly(1, 3, 1, -1, -1, 0);
    }

    @Test
    void oneNumberStandsForAll() {
        assertThat(normalized(List.of(0.5), List.of(0.25))).containsExactly(2, 2, 2, -2, -2, -2);
    }

    @Test
    void numbersOfAnotherCountAreRefused() {
        assertThatThrownBy(() -> normalized(List.of(0.5, 0.5), List.of(1.0)))
                .hasMessage("normalize has 2 means for 3 channels; it takes one, or one for each.");
        assertThatThrownBy(() -> new NormalizePreparation.Options(List.of(), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("means and deviations each have at least one number");
    }
}
