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
 * In training moves each picture at random, anew in each epoch: as if zeros were put around it and a part of its size cut
 * out.
 */
@Plugin(
        name = "random-crop",
        doc =
                "In training puts zeros around each picture and cuts out a part of its size at random, anew in each epoch.")
public final class RandomCropPreparation implements Preparation {
    private static final long KEY = RandomStream.ofSeed(0).fork("random-crop").key();

    private final Options options;

    /** Options of {@link RandomCropPreparation}. */
    public record Options(
            @Option(
                    doc = "Zeros on each side, which is how far a picture moves at most.",
                    byDefault = "4",
                    range = "[1, 1000]")
            int padding) {}

    @Inject
    public RandomCropPreparation(Options options) {
        this.options = options;
    }

    @Override
    public Dataset apply(Dataset data) {
        if (data.shape().size() != 3) {
            throw new EspalierException("'random-crop' takes pictures [height, width, channels]; examples of '"
                    + data.name() + "' have the shape " + data.shape() + ".");
        }
        int height = data.shape().get(0);
        int width = data.shape().get(1);
        int channels = data.shape().get(2);
        return data.with(new Moved(data.train(), height, width, channels, options.padding()), data.test());
    }

    /** Pictures that move when they are drawn. */
    private record Moved(Examples inner, int height, int width, int channels, int most) implements DrawnExamples {
        @Override
        public void features(int id, long draw, float[] out) {
            inner.features(id, draw, out);
            long bits = RandomStream.bits(KEY ^ draw, id);
            int places = 2 * most + 1;
            int down = (int) ((bits & 0xffffffffL) * places >>> 32) - most;
            int right = (int) ((bits >>> 32) * places >>> 32) - most;
            // Rows are taken in the order in which none is overwritten before it was moved.
            for (int i = 0; i < height; i++) {
                int y = down > 0 ? i : height - 1 - i;
                row(out, y, y + down, right);
            }
        }

        /** Fills a row from another of the same picture. */
        private void row(float[] out, int to, int from, int right) {
            int rowLength = width * channels;
            int first = to * rowLength;
            if (from < 0 || from >= height || Math.abs(right) >= width) {
                Arrays.fill(out, first, first + rowLength, 0f);
                return;
            }
            int shift = right * channels;
            int kept = rowLength - Math.abs(shift);
            System.arraycopy(out, from * rowLength + Math.max(0, shift), out, first + Math.max(0, -shift), kept);
            int hole = shift > 0 ? first + kept : first;
            Arrays.fill(out, hole, hole + rowLength - kept, 0f);
        }
    }
}
