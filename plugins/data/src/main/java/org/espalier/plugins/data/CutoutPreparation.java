package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Preparation;

/**
 * In training a square of each picture becomes zero, another one in each epoch. Its middle is any pixel, so part of it may lie
 * outside (DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017). Zero is the
 * mean after {@code standardize}.
 */
@Plugin(
        name = "cutout",
        doc = "In training sets a square of each picture to zero, another one in each epoch; best after 'standardize'.")
public final class CutoutPreparation implements Preparation {
    private static final long KEY = RandomStream.ofSeed(0).fork("cutout").key();

    private final Options options;

    /** Options of {@link CutoutPreparation}. */
    public record Options(
            @Option(doc = "Side of the square in pixels.", byDefault = "16", range = "[1, 4096]")
            int size) {}

    @Inject
    public CutoutPreparation(Options options) {
        this.options = options;
    }

    @Override
    public Dataset apply(Dataset data) {
        if (data.shape().size() != 3) {
            throw new EspalierException("'cutout' takes pictures [height, width, channels]; examples of '" + data.name()
                    + "' have the shape " + data.shape() + ".");
        }
        int height = data.shape().get(0);
        int width = data.shape().get(1);
        int channels = data.shape().get(2);
        return data.with(new Cut(data.train(), height, width, channels, options.size()), data.test());
    }

    /** Pictures that lack a square when they are drawn. */
    private record Cut(Examples inner, int height, int width, int channels, int size) implements DrawnExamples {
        @Override
        public void features(int id, long draw, float[] out) {
            inner.features(id, draw, out);
            long bits = RandomStream.bits(KEY ^ draw, id);
            int top = (int) ((bits & 0xffffffffL) * height >>> 32) - size / 2;
            int left = (int) ((bits >>> 32) * width >>> 32) - size / 2;
            int from = Math.max(0, left) * channels;
            int to = Math.min(width, left + size) * channels;
            for (int y = Math.max(0, top); y < Math.min(height, top + size); y++) {
                int row = y * width * channels;
                Arrays.fill(out, row + from, row + to, 0f);
            }
        }
    }
}
