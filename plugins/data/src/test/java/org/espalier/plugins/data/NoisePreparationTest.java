package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Preparation;
import org.espalier.testkit.PreparationContract;
import org.junit.jupiter.api.Test;

class NoisePreparationTest implements PreparationContract {
    private static final int WIDTH = 502;

    @Override
    public Preparation preparation() {
        return noise(0.1);
    }

    private static Preparation noise(double deviation) {
        return new NoisePreparation(new NoisePreparation.Options(deviation));
    }

    @Test
    void noiseIsNormalWithItsDeviation() {
        Dataset noisy = noise(0.5).apply(threes());
        float[] row = new float[WIDTH];
        double sum = 0;
        double squares = 0;
        int draws = 100;
        for (long draw = 0; draw < draws; draw++) {
            noisy.train().features(0, draw, row);
            for (float value : row) {
                sum += value - 3;
                squares += (value - 3) * (value - 3);
            }
        }
        int count = draws * WIDTH;
        assertThat(sum / count).isCloseTo(0, within(0.01));
        assertThat(Math.sqrt(squares / count)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void neighboursAreIndependent() {
        Dataset noisy = noise(1).apply(threes());
        float[] row = new float[WIDTH];
        double product = 0;
        int draws = 200;
        for (long draw = 0; draw < draws; draw++) {
            noisy.train().features(0, draw, row);
            for (int f = 0; f < WIDTH; f += 2) {
                product += (row[f] - 3) * (row[f + 1] - 3);
            }
        }
        assertThat(product / (draws * WIDTH / 2)).isCloseTo(0, within(0.02));
    }

    @Test
    void noNoiseIsNone() {
        float[] row = new float[WIDTH];
        noise(0).apply(threes()).train().features(0, 5, row);
        assertThat(row).containsOnly(3);
    }

    @Test
    void whatIsNotTrainedWithStaysAsItIs() {
        Dataset noisy = noise(1).apply(threes());
        float[] row = new float[WIDTH];
        noisy.train().features(0, row);
        assertThat(row).containsOnly(3);
        noisy.test().features(0, 8, row);
        assertThat(row).containsOnly(3);
    }

    @Test
    void anAutoencoderLearnsToLeaveTheNoiseOut() {
        Dataset data = new ReconstructPreparation(new ReconstructPreparation.Options()).apply(noise(1).apply(threes()));
        float[] row = new float[WIDTH];
        data.train().features(0, 8, row);
        assertThat(row[0]).isNotEqualTo(3);
        data.train().target(0, 8, row);
        assertThat(row).containsOnly(3);
    }

    @Test
    void tokensAreRefused() {
        TextWindows text = new TextWindows(new int[8], 0, 8, 4, 4);
        assertThatThrownBy(() -> preparation()
                        .apply(new Dataset("text", List.of(4), 2, List.of("a", "b"), text, text, Map.of())))
                .isInstanceOf(EspalierException.class)
                .hasMessage("'noise' takes features that are numbers; those of 'text' stand for tokens.");
    }

    private static Dataset threes() {
        float[] values = new float[WIDTH];
        Arrays.fill(values, 3);
        TableExamples rows = new TableExamples(WIDTH, values, new TableExamples.Numbers(new float[1]));
        return new Dataset("threes", List.of(WIDTH), 1, List.of(), rows, rows, Map.of());
    }
}
