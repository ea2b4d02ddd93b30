package org.example.espalier;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.StartValue;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.WeightLinks;

/**
 * A start of weights: as close to passing everything on as a weight can be, with a little noise around it. A ReLU network of
 * such layers begins almost linear.
 */
@Plugin(name = "diagonal", doc = "First values of one on the diagonal and small ones beside it.")
public final class Diagonal implements StartValues {
    private final Options options;

    /**
     * @param noise deviation of all values around the diagonal
     */
    public record Options(
            @Option(doc = "Standard deviation of what is added everywhere.", byDefault = "0.01", range = "[0, 1]")
            double noise) {}

    @Inject
    public Diagonal(Options options) {
        this.options = options;
    }

    @Override
    public StartValue start(WeightLinks links, RandomStream random) {
        return (row, column) ->
                (row == column ? 1 : 0) + options.noise() * random.gaussian(links.position(row, column));
    }
}
