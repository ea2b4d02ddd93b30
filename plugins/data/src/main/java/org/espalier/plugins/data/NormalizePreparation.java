package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Preparation;

/**
 * {@code (x - mean) / deviation} with numbers that are given, so that a network that was trained elsewhere sees its inputs as
 * it did there.
 */
@Plugin(
        name = "normalize",
        doc = "Shifts and scales features by given means and deviations: one for all, or one for each channel.")
public final class NormalizePreparation implements Preparation {
    private final Options options;

    /** Options of {@link NormalizePreparation}. */
    public record Options(
            @Option(
                    doc =
                            "What is subtracted: one number, or one for each channel of pictures or each column of tables.")
            List<Double> means,

            @Option(doc = "What it is divided by: one number, or as many.", range = "(0, inf)")
            List<Double> deviations) {
        public Options {
            means = List.copyOf(means);
            deviations = List.copyOf(deviations);
            if (means.isEmpty() || deviations.isEmpty()) {
                throw new IllegalArgumentException("means and deviations each have at least one number");
            }
        }
    }

    @Inject
    public NormalizePreparation(Options options) {
        this.options = options;
    }

    @Override
    public Dataset apply(Dataset data) {
        int channels = data.shape().getLast();
        float[] means = spread("means", options.means(), data.features(), channels);
        float[] factors = spread("deviations", options.deviations(), data.features(), channels);
        for (int f = 0; f < factors.length; f++) {
            factors[f] = 1 / factors[f];
        }
        return data.with(
                new StandardizedExamples(data.train(), means, factors),
                new StandardizedExamples(data.test(), means, factors));
    }

    private static float[] spread(String option, List<Double> numbers, int features, int channels) {
        if (numbers.size() != 1 && numbers.size() != channels) {
            throw new EspalierException("normalize has " + numbers.size() + " " + option + " for " + channels
                    + (channels == features ? " features" : " channels") + "; it takes one, or one for each.");
        }
        float[] spread = new float[features];
        for (int f = 0; f < features; f++) {
            spread[f] = numbers.get(numbers.size() == 1 ? 0 : f % channels).floatValue();
        }
        return spread;
    }
}
