package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.border.Preparation;
import org.espalier.testkit.PreparationContract;
import org.junit.jupiter.api.Test;

/** Four examples: one feature, ten times the number of the example, and its number as the class. */
class MixupPreparationTest implements PreparationContract {
    private static final int COUNT = 4;

    @Override
    public Preparation preparation() {
        return mixup(0.2);
    }

    private static Preparation mixup(double alpha) {
        return new MixupPreparation(new MixupPreparation.Options(alpha));
    }

    @Test
    void featuresAndTargetsAreMixedWithTheSameOtherInTheSameProportion() {
        Dataset mixed = mixup(1).apply(tens(Optional.empty()));
        float[] row = new float[1];
        float[] target = new float[COUNT];
        for (long draw = 0; draw < 200; draw++) {
            for (int id = 0; id < COUNT; id++) {
                mixed.train().features(id, draw, row);
                mixed.train().target(id, draw, target);
                double sum = 0;
                double expected = 0;
                int parts = 0;
                for (int c = 0; c < COUNT; c++) {
                    assertThat(target[c]).isNotNegative();
                    sum += target[c];
                    expected += 10 * c * target[c];
                    parts += target[c] > 0 ? 1 : 0;
                }
                assertThat(sum).isCloseTo(1, within(1e-6));
                assertThat(parts).isBetween(1, 2);
                assertThat((double) row[0]).isCloseTo(expected, within(1e-4));
            }
        }
    }

    @Test
    void theShareHasTheMomentsOfBeta() {
        for (double alpha : new double[] {0.1, 0.2, 0.5, 1}) {
            MixedExamples mixed = new MixedExamples(tens(Optional.empty()).train(), 1, COUNT, alpha);
            double sum = 0;
            double squares = 0;
            int draws = 0;
            float[] target = new float[COUNT];
            for (long draw = 0; draw < 20000; draw++) {
                mixed.target(0, draw, target);
                boolean alone = target[1] == 0 && target[2] == 0 && target[3] == 0;
                if (!alone) {
                    sum += target[0];
                    squares += target[0] * target[0];
                    draws++;
                }
            }
            double mean = sum / draws;
            // An example that is drawn for itself is left out; so are shares that round to 1, about half of a percent
            // at 0.1.
            assertThat(mean).isCloseTo(0.5, within(0.06));
            if (alpha >= 0.5) {
                assertThat(squares / draws - mean * mean).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.004));
            }
        }
    }

    @Test
    void whatIsNotTrainedWithStaysAsItIs() {
        Dataset mixed = mixup(1).apply(tens(Optional.empty()));
        float[] target = new float[COUNT];
        mixed.train().target(2, target);
        assertThat(target).containsExactly(0, 0, 1, 0);
        assertThat(mixed.test().mixesTargets()).isFalse();
        mixed.test().target(2, 99, target);
        assertThat(target).containsExactly(0, 0, 1, 0);
    }

    @Test
    void examplesThatAreLinkedOrHaveSeveralTargetsAreRefused() {
        ExampleGraph links = new ExampleGraph(new int[COUNT + 1], new int[0]);
        assertThatThrownBy(() -> preparation().apply(tens(Optional.of(links))))
                .isInstanceOf(EspalierException.class)
                .hasMessage("'mixup' cannot mix the examples of 'tens', which are linked with each other.");
        TextWindows text = new TextWindows(new int[8], 0, 8, 4, 4);
        assertThatThrownBy(() -> preparation()
                        .apply(new Dataset("text", List.of(4), 2, List.of("a", "b"), text, text, Map.of())))
                .hasMessage("'mixup' takes examples with one target; those of 'text' have 4 positions with a label.");
    }

    private static Dataset tens(Optional<ExampleGraph> links) {
        TableExamples rows = new TableExamples(
                1, new float[] {0, 10, 20, 30}, new TableExamples.Classes(COUNT, new int[] {0, 1, 2, 3}));
        return new Dataset("tens", List.of(1), COUNT, List.of("0", "1", "2", "3"), rows, rows, Map.of(), links);
    }
}
