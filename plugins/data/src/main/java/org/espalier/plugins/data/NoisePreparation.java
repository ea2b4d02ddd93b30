package org.espalier.plugins.data;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Preparation;

/**
 * In training adds normal noise to every feature, anew in each epoch (Bishop, "Training with Noise is Equivalent to Tikhonov
 * Regularization", 1995). Before {@code reconstruct} it makes a denoising autoencoder of it, whose targets are without
 * noise.
 */
@Plugin(
        name = "noise",
        doc =
                "In training adds normal noise to every feature, anew in each epoch. Before 'reconstruct' the targets stay"
                        + " without noise.")
public final class NoisePreparation implements Preparation {
    private static final long KEY = RandomStream.ofSeed(0).fork("noise").key();

    private final Options options;

    /** Options of {@link NoisePreparation}. */
    public record Options(
            @Option(
                    doc = "Standard deviation of the noise, in units of the features as they are at this place.",
                    byDefault = "0.1",
                    range = "[0, inf)")
            double deviation) {}

    @Inject
    public NoisePreparation(Options options) {
        this.options = options;
    }

    @Override
    public Dataset apply(Dataset data) {
        if (data.positions() > 1) {
            throw new EspalierException(
                    "'noise' takes features that are numbers; those of '" + data.name() + "' stand for tokens.");
        }
        return data.with(new Noisy(data.train(), data.features(), options.deviation()), data.test());
    }

    /** Examples with noise when they are drawn. */
    private record Noisy(Examples inner, int width, double deviation) implements DrawnExamples {
        private static final double UNIT = 0x1p-53;

        @Override
        public void features(int id, long draw, float[] out) {
            inner.features(id, draw, out);
            long key = RandomStream.bits(KEY ^ draw, id);
            for (int f = 0; f < width; f += 2) {
                addTwo(RandomStream.bits(key, f), f, out);
            }
        }

        /** Adds two normal numbers, both that the polar method of Marsaglia and Bray (1964) makes of a point in a circle. */
        private void addTwo(long key, int f, float[] out) {
            for (long i = 0; ; i += 2) {
                double x = 2 * uniform(key, i) - 1;
                double y = 2 * uniform(key, i + 1) - 1;
                double square = x * x + y * y;
                if (square > 0 && square < 1) {
                    double size = deviation * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
                    out[f] += (float) (x * size);
                    if (f + 1 < width) {
                        out[f + 1] += (float) (y * size);
                    }
                    return;
                }
            }
        }

        private static double uniform(long key, long index) {
            return (RandomStream.bits(key, index) >>> 11) * UNIT;
        }
    }
}
