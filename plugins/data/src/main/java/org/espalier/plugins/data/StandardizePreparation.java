package org.espalier.plugins.data;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Preparation;

/**
 * Shifts and scales features to mean 0 and deviation 1 over the training examples: {@code (x - mean) / deviation}. The
 * deviation is that of the population (divided by the count). A feature that never varies becomes 0.
 */
@Plugin(
        name = "standardize",
        doc = "Shifts and scales features to mean 0 and deviation 1, as measured on the training examples.")
public final class StandardizePreparation implements Preparation {
    private final Options options;

    /** What shares one mean and one deviation. */
    public enum Per {
        /** All features for grey pictures, each channel for pictures in colour, each feature for tables. */
        AUTO,
        /** One mean and deviation over all features. */
        ALL,
        /** A mean and a deviation for each channel. */
        CHANNEL,
        /** A mean and a deviation for each feature. */
        FEATURE
    }

    /** Options of {@link StandardizePreparation}. */
    public record Options(
            @Option(
                    doc = "What shares a mean and a deviation: all features, those of a channel, none (each feature has"
                            + " its own), or auto: all for grey pictures, channel for pictures in colour, feature for"
                            + " tables.",
                    byDefault = "auto")
            Per per) {}

    @Inject
    public StandardizePreparation(Options options) {
        this.options = options;
    }

    @Override
    public Dataset apply(Dataset data) {
        FeatureStatistics statistics = FeatureStatistics.measure(data.train(), data.features());
        boolean pictures = data.shape().size() > 1;
        int channels = data.shape().getLast();
        return switch (options.per()) {
            case AUTO ->
                !pictures
                        ? separate(data, statistics)
                        : channels == 1 ? sharing(data, statistics) : separate(data, statistics.byChannel(channels));
            case ALL -> sharing(data, statistics);
            case CHANNEL -> separate(data, statistics.byChannel(channels));
            case FEATURE -> separate(data, statistics);
        };
    }

    private static Dataset sharing(Dataset data, FeatureStatistics statistics) {
        double factor = inverse(statistics.overallVariance());
        float scale = (float) factor;
        float shift = (float) (-statistics.overallMean() * factor);
        return data.with(
                new ScaledExamples(data.train(), data.features(), scale, shift),
                new ScaledExamples(data.test(), data.features(), scale, shift));
    }

    private static Dataset separate(Dataset data, FeatureStatistics statistics) {
        int features = data.features();
        float[] means = new float[features];
        float[] factors = new float[features];
        for (int f = 0; f < features; f++) {
            means[f] = (float) statistics.mean()[f];
            factors[f] = (float) inverse(statistics.variance()[f]);
        }
        return data.with(
                new StandardizedExamples(data.train(), means, factors),
                new StandardizedExamples(data.test(), means, factors));
    }

    private static double inverse(double variance) {
        return variance > 0 ? 1 / StrictMath.sqrt(variance) : 0;
    }
}
