package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.number.Schedule;

/**
 * {@code to + (from - to) · (1 + cos(pi x)) / 2} (Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm
 * Restarts", ICLR 2017; in RigL the share of links replaced).
 */
@Plugin(
        name = "cosine",
        doc =
                "Follows half a cosine: slow at both ends, fast in the middle; for learning rates and for the share of links replaced.")
public final class Cosine implements Schedule {
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
    public Cosine(Options options) {
        this.options = options;
    }

    @Override
    public double at(double progress) {
        double rest = (1 + StrictMath.cos(StrictMath.PI * progress)) / 2;
        return Course.at(options.from(), options.to(), rest);
    }
}
