package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.number.Schedule;

/** {@code from · factor^n}, n being how many of the places have been reached. */
@Plugin(
        name = "step",
        doc =
                "Multiplies the value by a factor at given places, for example a learning rate by 0.1 at a half and at three quarters.")
public final class Step implements Schedule {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Value at the start of the stretch.")
            double from,

            @Option(doc = "What the value is multiplied by at each place.", byDefault = "0.1", range = "(0, inf)")
            double factor,

            @Option(
                    doc = "The places as parts of the stretch: [0.5, 0.75] is half-way and three quarters.",
                    range = "(0, 1)")
            List<Double> at) {
        public Options {
            at = List.copyOf(at);
            Course.requireFinite("from", from);
            if (!(factor > 0) || Double.isInfinite(factor)) {
                throw new EspalierException("factor must be in (0, inf), was " + factor + ".");
            }
            for (double place : at) {
                if (!(place > 0 && place < 1)) {
                    throw new EspalierException(
                            "each place of at must be in (0, 1), a part of the stretch, was " + place + ".");
                }
            }
        }
    }

    @Inject
    public Step(Options options) {
        this.options = options;
    }

    @Override
    public double at(double progress) {
        double value = options.from();
        for (double place : options.at()) {
            if (progress >= place) {
                value *= options.factor();
            }
        }
        return value;
    }
}
