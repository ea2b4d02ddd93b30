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
    /** The highest even power: the next one is below 1e-20 at pi / 4. */
    private static final int TERMS = 18;

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
        double rest = (1 + cosineOfHalfTurns(progress)) / 2;
        return Course.at(options.from(), options.to(), rest);
    }

    /**
     * cos(pi x) for x in [0, 1] by Taylor's series for angles up to pi / 4, to the last digits of a double. StrictMath
     * would allocate in every call, and a dial is turned in every step.
     */
    private static double cosineOfHalfTurns(double x) {
        if (x <= 0.25) {
            return cosine(StrictMath.PI * x);
        }
        return x < 0.75 ? sine(StrictMath.PI * (0.5 - x)) : -cosine(StrictMath.PI * (1 - x));
    }

    private static double cosine(double angle) {
        double square = angle * angle;
        double sum = 1;
        for (int n = TERMS; n > 0; n -= 2) {
            sum = 1 - square / (n * (n - 1)) * sum;
        }
        return sum;
    }

    private static double sine(double angle) {
        double square = angle * angle;
        double sum = 1;
        for (int n = TERMS; n > 0; n -= 2) {
            sum = 1 - square / (n * (n + 1)) * sum;
        }
        return angle * sum;
    }
}
