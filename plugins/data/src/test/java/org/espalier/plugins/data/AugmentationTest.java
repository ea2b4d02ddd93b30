package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Preparation;
import org.espalier.plugins.data.StandardizePreparation.Per;
import org.junit.jupiter.api.Test;

/** Pictures of 3 x 4 pixels with two channels, every number another. */
final class AugmentationTest {
    private static final int HEIGHT = 3;
    private static final int WIDTH = 4;
    private static final int CHANNELS = 2;
    private static final int FEATURES = HEIGHT * WIDTH * CHANNELS;
    private static final int COUNT = 8;

    @Test
    void aCropIsThePictureMovedWithZerosWhereNothingWas() {
        Examples cropped = crop(2).apply(pictures()).train();
        Map<String, Integer> seen = new HashMap<>();
        for (int id = 0; id < COUNT; id++) {
            for (long draw = 0; draw < 100; draw++) {
                seen.merge(move(plain(id), drawn(cropped, id, draw)), 1, Integer::sum);
            }
        }
        // Five places down and five to the right, each about as often.
        assertThat(seen).hasSize(25);
        assertThat(seen.values()).allMatch(times -> times > 10 && times < 60);
    }

    @Test
    void aCropMayLeaveNothingOfASmallPicture() {
        Examples cropped = crop(40).apply(pictures()).train();
        assertThat(drawn(cropped, 1, 3)).containsOnly(0f);
    }

    @Test
    void aFlipChangesLeftAndRightOfAboutHalfOfThePictures() {
        Examples flipped = flip(0.5).apply(pictures()).train();
        int changed = 0;
        for (long draw = 0; draw < 1000; draw++) {
            float[] row = drawn(flipped, 1, draw);
            boolean turned = row[0] != plain(1)[0];
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    for (int c = 0; c < CHANNELS; c++) {
                        assertThat(row[at(y, x, c)]).isEqualTo(plain(1)[at(y, turned ? WIDTH - 1 - x : x, c)]);
                    }
                }
            }
            changed += turned ? 1 : 0;
        }
        assertThat(changed).isBetween(420, 580);
        assertThat(drawn(flip(0).apply(pictures()).train(), 1, 7)).isEqualTo(plain(1));
        assertThat(drawn(flip(1).apply(pictures()).train(), 1, 7)).isNotEqualTo(plain(1));
    }

    @Test
    void whatIsDrawnDependsOnTheKeyAndTheExampleAlone() {
        Examples first = crop(2).apply(flip(0.5).apply(pictures())).train();
        Examples second = crop(2).apply(flip(0.5).apply(pictures())).train();
        Set<String> together = new HashSet<>();
        for (int id = COUNT - 1; id >= 0; id--) {
            assertThat(drawn(second, id, 11)).isEqualTo(drawn(first, id, 11));
            together.add(move(plain(id), drawn(crop(2).apply(pictures()).train(), id, 11)));
        }
        assertThat(together).hasSizeGreaterThan(1);
    }

    @Test
    void whatIsNotTrainedWithStaysAsItIs() {
        Dataset data = flip(1).apply(crop(2).apply(pictures()));
        float[] row = new float[FEATURES];
        data.train().features(3, row);
        assertThat(row).isEqualTo(plain(3));
        assertThat(drawn(data.test(), 3, 5)).isEqualTo(plain(3));
    }

    @Test
    void preparationsThatFollowPassOnWhatWasDrawn() {
        Dataset flipped = flip(1).apply(pictures());
        for (Per per : Per.values()) {
            Preparation standardize = new StandardizePreparation(new StandardizePreparation.Options(per));
            assertThat(drawn(standardize.apply(flipped).train(), 2, 5))
                    .isNotEqualTo(drawn(standardize.apply(pictures()).train(), 2, 5));
        }
        assertThat(drawn(
                        new ScalePreparation(new ScalePreparation.Options(2))
                                .apply(flipped)
                                .train(),
                        2,
                        5)[0])
                .isEqualTo(2 * drawn(flipped.train(), 2, 5)[0]);
    }

    @Test
    void coloursAreStandardizedChannelByChannel() {
        Dataset data = new StandardizePreparation(new StandardizePreparation.Options(Per.AUTO)).apply(pictures());
        double[] sums = new double[CHANNELS];
        double[] squares = new double[CHANNELS];
        float[] row = new float[FEATURES];
        for (int id = 0; id < COUNT; id++) {
            data.train().features(id, row);
            for (int f = 0; f < FEATURES; f++) {
                sums[f % CHANNELS] += row[f];
                squares[f % CHANNELS] += row[f] * row[f];
            }
        }
        double count = (double) COUNT * HEIGHT * WIDTH;
        for (int c = 0; c < CHANNELS; c++) {
            assertThat(sums[c] / count).isCloseTo(0, within(1e-5));
            assertThat(squares[c] / count).isCloseTo(1, within(1e-5));
        }
        assertThat(row[0] - row[CHANNELS])
                .as("one factor for all positions of a channel")
                .isCloseTo(row[CHANNELS] - row[2 * CHANNELS], within(1e-5f));
    }

    @Test
    void refusesWhatIsNoPicture() {
        Dataset table = new Dataset(
                "table",
                List.of(4),
                1,
                List.of("only"),
                pictures().train(),
                pictures().test(),
                Map.of());
        assertThatThrownBy(() -> crop(1).apply(table))
                .isInstanceOf(EspalierException.class)
                .hasMessage("'random-crop' takes pictures [height, width, channels]; examples of 'table' have the"
                        + " shape [4].");
        assertThatThrownBy(() -> flip(1).apply(table)).hasMessageContaining("'random-flip' takes pictures");
    }

    private static Preparation crop(int padding) {
        return new RandomCropPreparation(new RandomCropPreparation.Options(padding));
    }

    private static Preparation flip(double rate) {
        return new RandomFlipPreparation(new RandomFlipPreparation.Options(rate));
    }

    private static int at(int y, int x, int channel) {
        return (y * WIDTH + x) * CHANNELS + channel;
    }

    private static float[] drawn(Examples examples, int id, long draw) {
        float[] row = new float[FEATURES];
        examples.features(id, draw, row);
        return row;
    }

    /** How far a picture was moved; fails when it is no moved picture. */
    private static String move(float[] before, float[] after) {
        for (int down = 1 - HEIGHT; down < HEIGHT; down++) {
            for (int right = 1 - WIDTH; right < WIDTH; right++) {
                if (Arrays.equals(moved(before, down, right), after)) {
                    return down + " down, " + right + " right";
                }
            }
        }
        throw new AssertionError("no moved picture: " + Arrays.toString(after));
    }

    private static float[] moved(float[] picture, int down, int right) {
        float[] out = new float[FEATURES];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                boolean inside = y + down >= 0 && y + down < HEIGHT && x + right >= 0 && x + right < WIDTH;
                for (int c = 0; c < CHANNELS && inside; c++) {
                    out[at(y, x, c)] = picture[at(y + down, x + right, c)];
                }
            }
        }
        return out;
    }

    private static float[] plain(int id) {
        float[] row = new float[FEATURES];
        for (int f = 0; f < FEATURES; f++) {
            row[f] = 1 + f + id * FEATURES;
        }
        return row;
    }

    private static Dataset pictures() {
        Examples examples = new Examples() {
            @Override
            public int count() {
                return COUNT;
            }

            @Override
            public void features(int id, float[] out) {
                System.arraycopy(plain(id), 0, out, 0, FEATURES);
            }

            @Override
            public int label(int id) {
                return 0;
            }

            @Override
            public void target(int id, float[] out) {
                out[0] = 1;
            }
        };
        return new Dataset(
                "pictures", List.of(HEIGHT, WIDTH, CHANNELS), 1, List.of("only"), examples, examples, Map.of());
    }
}
