package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.number.Schedule;

/**
 * {@code to + (from - to) · (1 - x)^3} (Zhu and Gupta, "To prune, or not to prune: exploring the efficacy of pruning for
 * model compression", 2017).
 */
@Plugin(
        name = "cubic",
        doc = "Moves fast at first and ever slower towards the end; the sparsity of gradual magnitude pruning.")
public final class Cubic implements Schedule {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Value at the start of the stretch.")
            double from,

            @Option(doc = "Value at the end of the stretch.")
            double to) {
        public Options {
            Course.requireFinite("from", from);
            Course.requireFinite("to", to);
        }
    }

    @Inject
    public Cubic(Options options) {
        this.options = options;
    }

    @Override
    public double at(double progress) {
        double rest = 1 - progress;
        return Course.at(options.from(), options.to(), rest * rest * rest);
    }
}
