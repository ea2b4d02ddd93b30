package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.StartValue;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.WeightLinks;

/** Every link starts with the same value. */
@Plugin(name = "constant", doc = "The same first value for every link.")
public final class ConstantStart implements StartValues {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "The value.", range = "[-1e6, 1e6]")
            double value) {}

    @Inject
    public ConstantStart(Options options) {
        this.options = options;
    }

    @Override
    public StartValue start(WeightLinks links, RandomStream random) {
        return (row, column) -> options.value();
    }
}
