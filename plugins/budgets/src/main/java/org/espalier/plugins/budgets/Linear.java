package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.number.Schedule;

/**
 * {@code from + (to - from) · x}.
 */
@Plugin(name = "linear", doc = "Moves in a straight line from one value to another.")
public final class Linear implements Schedule {
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
    public Linear(Options options) {
        this.options = options;
    }

    @Override
    public double at(double progress) {
        return Course.at(options.from(), options.to(), 1 - progress);
    }
}
