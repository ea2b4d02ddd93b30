package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.StartValue;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.WeightLinks;

/**
 * Deviation {@code gain / sqrt(fan)} (He et al., "Delving Deep into Rectifiers", ICCV 2015), where the fan-in of a link is the
 * number of links its own output has (Evci et al., "Gradient Flow in Sparse Neural Networks and How Lottery Tickets Win",
 * AAAI 2022): so each output of a sparse weight starts with the variance it has in a dense one, however unevenly its mask
 * gives them links. The word {@code he-normal} takes the mean over all outputs instead.
 */
@Plugin(
        name = "kaiming",
        doc = "First values whose variance falls with the links of each output, so that signals keep their size.")
public final class KaimingStart implements StartValues {
    private final Options options;

    /** Which links are counted. */
    public enum Fan {
        /** Those of the link's output. */
        IN,
        /** Those of an input, on average. */
        OUT
    }

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Links of the output, or of an input on average.", byDefault = "in")
            Fan fan,

            @Option(
                    doc = "What deviations are multiplied by; for ReLU the root of 2.",
                    byDefault = "1.4142135623730951",
                    range = "(0, 1e6]")
            double gain,

            @Option(doc = "What values are drawn from.", byDefault = "normal")
            Draw draw) {}

    @Inject
    public KaimingStart(Options options) {
        this.options = options;
    }

    @Override
    public StartValue start(WeightLinks links, RandomStream random) {
        return (row, column) -> {
            double fan = options.fan() == Fan.IN ? links.count(row) : links.fanOut();
            return options.gain() / StrictMath.sqrt(fan) * options.draw().unit(random, links.position(row, column));
        };
    }
}
