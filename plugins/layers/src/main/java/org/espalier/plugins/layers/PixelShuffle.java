package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/**
 * The end of a network that makes pictures larger (Shi et al., "Real-Time Single Image and Video Super-Resolution Using an
 * Efficient Sub-Pixel Convolutional Neural Network", CVPR 2016): the channels of a pixel become the pixels of a square.
 */
@Plugin(
        name = "pixel-shuffle",
        doc = "A picture that is factor times as high and as wide, with factor times factor fewer channels.")
public final class PixelShuffle implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "How much higher and wider.", range = "[1, 1000]")
            int factor) {}

    @Inject
    public PixelShuffle(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.pixelShuffle(input, options.factor());
    }
}
