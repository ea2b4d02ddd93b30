package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Preparation;
import org.espalier.testkit.PreparationContract;
import org.junit.jupiter.api.Test;

/** Pictures of 6 x 5 pixels with two numbers each, all 1. */
class CutoutPreparationTest implements PreparationContract {
    private static final int HEIGHT = 6;
    private static final int WIDTH = 5;
    private static final int CHANNELS = 2;

    @Override
    public Preparation preparation() {
        return cutout(3);
    }

    private static Preparation cutout(int size) {
        return new CutoutPreparation(new CutoutPreparation.Options(size));
    }

    @Test
    void aSquareOrWhatOfItLiesInsideIsZero() {
        Dataset cut = cutout(3).apply(ones());
        Set<String> middles = new HashSet<>();
        for (long draw = 0; draw < 2000; draw++) {
            float[] row = drawn(cut, draw);
            middles.add(middle(row));
        }
        // Every pixel is the middle of a square of side 3 at some time.
        assertThat(middles).hasSize(HEIGHT * WIDTH).doesNotContain("none");
    }

    /** The middle of the zeros, once it is sure that they are a square of side 3 around it. */
    private static String middle(float[] row) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                float[] square = new float[row.length];
                Arrays.fill(square, 1);
                for (int i = 0; i < row.length; i++) {
                    int pixel = i / CHANNELS;
                    if (Math.abs(pixel / WIDTH - y) <= 1 && Math.abs(pixel % WIDTH - x) <= 1) {
                        square[i] = 0;
                    }
                }
                if (Arrays.equals(square, row)) {
                    return y + " " + x;
                }
            }
        }
        return "none";
    }

    @Test
    void aSquareMayCoverAll() {
        assertThat(drawn(cutout(40).apply(ones()), 1)).containsOnly(0);
    }

    @Test
    void whatIsNotTrainedWithStaysAsItIs() {
        Dataset cut = cutout(3).apply(ones());
        float[] row = new float[HEIGHT * WIDTH * CHANNELS];
        cut.train().features(0, row);
        assertThat(row).containsOnly(1);
        cut.test().features(0, 8, row);
        assertThat(row).containsOnly(1);
    }

    @Test
    void whatIsNoPictureIsRefused() {
        TableExamples rows = new TableExamples(2, new float[2], new TableExamples.Numbers(new float[1]));
        assertThatThrownBy(
                        () -> preparation().apply(new Dataset("rows", List.of(2), 1, List.of(), rows, rows, Map.of())))
                .isInstanceOf(EspalierException.class)
                .hasMessage(
                        "'cutout' takes pictures [height, width, channels]; examples of 'rows' have the shape [2].");
    }

    private static float[] drawn(Dataset data, long draw) {
        float[] row = new float[HEIGHT * WIDTH * CHANNELS];
        data.train().features(0, draw, row);
        return row;
    }

    private static Dataset ones() {
        float[] values = new float[HEIGHT * WIDTH * CHANNELS];
        Arrays.fill(values, 1);
        TableExamples rows = new TableExamples(values.length, values, new TableExamples.Numbers(new float[1]));
        return new Dataset("ones", List.of(HEIGHT, WIDTH, CHANNELS), 1, List.of(), rows, rows, Map.of());
    }
}
