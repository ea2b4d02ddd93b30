package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.number.Schedule;

/**
 * A linear ramp that starts at 0 unless it is told otherwise: {@code from + (to - from) · x} (Goyal et al., "Accurate,
 * Large Minibatch SGD: Training ImageNet in 1 Hour", 2017).
 */
@Plugin(name = "warm-up", doc = "Rises in a straight line from 0, or another start, to the full value.")
public final class WarmUp implements Schedule {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Value at the start of the stretch.", byDefault = "0")
            double from,

            @Option(doc = "Value at the end of the stretch.")
            double to) {
        public Options {
            Course.requireFinite("from", from);
            Course.requireFinite("to", to);
        }
    }

    @Inject
    public WarmUp(Options options) {
        this.options = options;
    }

    @Override
    public double at(double progress) {
        return Course.at(options.from(), options.to(), 1 - progress);
    }
}
