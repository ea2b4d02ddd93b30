package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.StartValue;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.WeightLinks;

/** Every link starts with a draw from one normal distribution. */
@Plugin(name = "normal", doc = "First values from a normal distribution around 0, whatever the size of the weight.")
public final class NormalStart implements StartValues {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Standard deviation of the values.", byDefault = "0.02", range = "[0, 1e6]")
            double deviation) {}

    @Inject
    public NormalStart(Options options) {
        this.options = options;
    }

    @Override
    public StartValue start(WeightLinks links, RandomStream random) {
        return (row, column) -> options.deviation() * random.gaussian(links.position(row, column));
    }
}
