package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.StartValue;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.WeightLinks;

/**
 * Deviation {@code gain · sqrt(2 / (fan-in + fan-out))} (Glorot and Bengio, "Understanding the Difficulty of Training Deep
 * Feedforward Neural Networks", AISTATS 2010), where the fan-in of a link is the number of links its own output has.
 */
@Plugin(
        name = "xavier",
        doc = "First values whose variance falls with the links of each output and of inputs, for tanh and the like.")
public final class XavierStart implements StartValues {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "What deviations are multiplied by.", byDefault = "1", range = "(0, 1e6]")
            double gain,

            @Option(doc = "What values are drawn from.", byDefault = "normal")
            Draw draw) {}

    @Inject
    public XavierStart(Options options) {
        this.options = options;
    }

    @Override
    public StartValue start(WeightLinks links, RandomStream random) {
        return (row, column) -> {
            double deviation = StrictMath.sqrt(2 / (links.count(row) + links.fanOut()));
            return options.gain() * deviation * options.draw().unit(random, links.position(row, column));
        };
    }
}
