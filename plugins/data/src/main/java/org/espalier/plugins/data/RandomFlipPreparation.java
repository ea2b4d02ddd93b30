package org.espalier.plugins.data;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Preparation;

/** In training changes left and right of some pictures, of others in each epoch. */
@Plugin(
        name = "random-flip",
        doc = "In training changes left and right of pictures chosen at random, of others in each epoch.")
public final class RandomFlipPreparation implements Preparation {
    private static final long KEY = RandomStream.ofSeed(0).fork("random-flip").key();

    private final Options options;

    /** Options of {@link RandomFlipPreparation}. */
    public record Options(
            @Option(doc = "The probability that a picture is changed.", byDefault = "0.5", range = "[0, 1]")
            double rate) {}

    @Inject
    public RandomFlipPreparation(Options options) {
        this.options = options;
    }

    @Override
    public Dataset apply(Dataset data) {
        if (data.shape().size() != 3) {
            throw new EspalierException("'random-flip' takes pictures [height, width, channels]; examples of '"
                    + data.name() + "' have the shape " + data.shape() + ".");
        }
        int height = data.shape().get(0);
        int width = data.shape().get(1);
        int channels = data.shape().get(2);
        return data.with(new Flipped(data.train(), height, width, channels, options.rate()), data.test());
    }

    /** Pictures some of which are flipped when they are drawn. */
    private record Flipped(Examples inner, int height, int width, int channels, double rate) implements DrawnExamples {
        private static final double UNIT = 0x1p-53;

        @Override
        public void features(int id, long draw, float[] out) {
            inner.features(id, draw, out);
            if ((RandomStream.bits(KEY ^ draw, id) >>> 11) * UNIT >= rate) {
                return;
            }
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width / 2; x++) {
                    int left = (y * width + x) * channels;
                    int right = (y * width + width - 1 - x) * channels;
                    for (int c = 0; c < channels; c++) {
                        float other = out[left + c];
                        out[left + c] = out[right + c];
                        out[right + c] = other;
                    }
                }
            }
        }
    }
}
