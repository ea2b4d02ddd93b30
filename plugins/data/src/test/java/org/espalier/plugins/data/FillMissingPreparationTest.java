package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.espalier.api.border.Dataset;
import org.espalier.plugins.data.FillMissingPreparation.By;
import org.junit.jupiter.api.Test;

class FillMissingPreparationTest {
    private static final float GAP = Float.NaN;

    @Test
    void aGapBecomesTheMeanOfTheTrainingExamplesThatHaveTheFeature() {
        Dataset filled = fill(By.MEAN);
        assertThat(row(filled, 0)).containsExactly(1, 3, 0);
        assertThat(row(filled, 1)).containsExactly(2, 2, 0);
        assertThat(row(filled, 2)).containsExactly(3, 4, 0);
    }

    @Test
    void theTestIsFilledByWhatTrainingKnows() {
        float[] row = new float[3];
        fill(By.MEAN).test().features(0, row);
        assertThat(row).containsExactly(2, 100, 7);
    }

    @Test
    void aGapCanBecomeZero() {
        assertThat(row(fill(By.ZERO), 0)).containsExactly(1, 0, 0);
    }

    @Test
    void whatTrainingDrawsIsFilledToo() {
        float[] row = new float[3];
        fill(By.MEAN).train().features(1, 42, row);
        assertThat(row).containsExactly(2, 2, 0);
    }

    private static Dataset fill(By by) {
        TableExamples train = table(1, GAP, GAP, GAP, 2, GAP, 3, 4, GAP);
        return new FillMissingPreparation(new FillMissingPreparation.Options(by))
                .apply(new Dataset("gaps", List.of(3), 1, List.of(), train, table(GAP, 100, 7), Map.of()));
    }

    private static TableExamples table(float... values) {
        return new TableExamples(3, values, new TableExamples.Numbers(new float[values.length / 3]));
    }

    private static float[] row(Dataset data, int id) {
        float[] row = new float[3];
        data.train().features(id, row);
        return row;
    }
}
