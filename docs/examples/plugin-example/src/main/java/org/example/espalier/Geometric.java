package org.example.espalier;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.number.Schedule;

/**
 * Multiplies the value by the same factor in every step: {@code from · (to / from) ^ progress}. Equal stretches of
 * training divide a learning rate by equal factors.
 */
@Plugin(
        name = "geometric",
        doc = "Multiplies the value by the same factor in every step, for learning rates that span decades.")
public final class Geometric implements Schedule {
    private final Options options;

    /**
     * @param from the value at the start
     * @param to the value at the end
     */
    public record Options(
            @Option(doc = "The value at the start.", range = "(0, inf)") double from,
            @Option(doc = "The value at the end.", byDefault = "1e-4", range = "(0, inf)") double to) {
        /** What a range cannot say is checked here; the sentence is shown with the place in the recipe. */
        public Options {
            if (from == to) {
                throw new IllegalArgumentException("from and to must differ, both were " + from
                        + "; write the number itself instead of a schedule.");
            }
        }
    }

    @Inject
    public Geometric(Options options) {
        this.options = options;
    }

    @Override
    public double at(double progress) {
        // StrictMath: the same bits on every machine.
        return options.from() * StrictMath.pow(options.to() / options.from(), progress);
    }
}
