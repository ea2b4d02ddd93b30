package org.espalier.plugins.data;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Preparation;

/** Puts numbers where features are missing (NaN): by default the mean of the training examples that have the feature. */
@Plugin(
        name = "fill-missing",
        doc = "Puts a number where a feature is missing: its mean over the training examples that have it, or zero.")
public final class FillMissingPreparation implements Preparation {
    private final Options options;

    /** What takes the place of a missing value. */
    public enum By {
        /** The feature's mean over the training examples that have it; 0 where none has. */
        MEAN,
        /** The number 0. */
        ZERO
    }

    /** Options of {@link FillMissingPreparation}. */
    public record Options(
            @Option(
                    doc = "What takes the place of a missing value: the mean of the feature over the training examples"
                            + " that have it (0 where none has), or zero.",
                    byDefault = "mean")
            By by) {}

    @Inject
    public FillMissingPreparation(Options options) {
        this.options = options;
    }

    @Override
    public Dataset apply(Dataset data) {
        float[] fill = switch (options.by()) {
            case MEAN -> means(data.train(), data.features());
            case ZERO -> new float[data.features()];
        };
        return data.with(new FilledExamples(data.train(), fill), new FilledExamples(data.test(), fill));
    }

    /** The mean of the values that are there; {@code [features]}. */
    private static float[] means(Examples examples, int features) {
        double[] sums = new double[features];
        int[] counts = new int[features];
        float[] row = new float[features];
        for (int id = 0; id < examples.count(); id++) {
            examples.features(id, row);
            for (int f = 0; f < features; f++) {
                if (!Float.isNaN(row[f])) {
                    sums[f] += row[f];
                    counts[f]++;
                }
            }
        }
        float[] means = new float[features];
        for (int f = 0; f < features; f++) {
            means[f] = counts[f] == 0 ? 0 : (float) (sums[f] / counts[f]);
        }
        return means;
    }
}
