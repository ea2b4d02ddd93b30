package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.number.Schedule;

/**
 * {@code 1 - (1 - from)^(1 - x) (1 - to)^x}: every update leaves the same part of the links (Tanaka et al., "Pruning neural
 * networks without any data by iteratively conserving synaptic flow", NeurIPS 2020).
 */
@Plugin(
        name = "geometric-density",
        doc = "A sparsity of which every update leaves the same part of the links that were left; that of synflow.")
public final class GeometricDensity implements Schedule {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Sparsity at the start of the stretch.", byDefault = "0", range = "[0, 1)")
            double from,

            @Option(doc = "Sparsity at the end of the stretch.", range = "[0, 1)")
            double to) {
        public Options {
            requireSparsity("from", from);
            requireSparsity("to", to);
        }
    }

    @Inject
    public GeometricDensity(Options options) {
        this.options = options;
    }

    private static void requireSparsity(String option, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new EspalierException(option + " must be in [0, 1), was " + value + ".");
        }
    }

    /** As one power, so that both ends are exact and nothing lies outside of them. */
    @Override
    public double at(double progress) {
        double left = (1 - options.to()) / (1 - options.from());
        double part = progress <= 0 ? 1 : progress >= 1 ? left : StrictMath.pow(left, progress);
        return left == 1 ? options.from() : Course.at(options.from(), options.to(), (part - left) / (1 - left));
    }
}
