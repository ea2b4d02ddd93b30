package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.number.Schedule;

/** The same number all the time. */
@Plugin(name = "constant", doc = "Keeps one value; write it instead of a plain number to give it a warm-up.")
public final class Constant implements Schedule {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(@Option(doc = "The value.") double value) {
        public Options {
            Course.requireFinite("value", value);
        }
    }

    @Inject
    public Constant(Options options) {
        this.options = options;
    }

    @Override
    public double at(double progress) {
        return options.value();
    }
}
