package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.Vector;
import org.espalier.api.graph.Weight;
import org.espalier.api.graph.Window;

/**
 * Convolution over a picture or a sequence: every filter sees the same window at each place. With as many groups as channels
 * it is depthwise (Howard et al., "MobileNets", 2017).
 */
@Plugin(name = "conv", doc = "A convolution over pictures [height, width, channels] or sequences [steps, features].")
public final class Convolution implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Channels it gives.", range = "[1, 1000000]")
            int filters,

            @Option(
                    doc = "Size of the window: one number, or rows and columns.",
                    byDefault = "[3]",
                    range = "[1, 1000]")
            List<Integer> kernel,

            @Option(
                    doc = "How far the window moves: one number, or down and right.",
                    byDefault = "[1]",
                    range = "[1, 1000]")
            List<Integer> stride,

            @Option(
                    doc =
                            "Zeros around what comes in: one number, or above and beside; -1 for half the window, which keeps the size at stride 1.",
                    byDefault = "[0]",
                    range = "[-1, 1000]")
            List<Integer> padding,

            @Option(
                    doc = "Distance between the places of the window: one number, or down and right.",
                    byDefault = "[1]",
                    range = "[1, 1000]")
            List<Integer> dilation,

            @Option(doc = "Groups of channels that see only each other.", byDefault = "1", range = "[1, 1000000]")
            int groups,

            @Option(doc = "What follows.", byDefault = "none")
            ActivationFunction activation,

            @Option(doc = "Whether each channel has a trained offset.", byDefault = "true")
            boolean bias,

            @Option(doc = "How the first values are drawn.", byDefault = "he-normal")
            StartValues init) {
        public Options {
            kernel = List.copyOf(kernel);
            stride = List.copyOf(stride);
            padding = List.copyOf(padding);
            dilation = List.copyOf(dilation);
        }
    }

    @Inject
    public Convolution(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        Window window = Windows.of(input, options.kernel(), options.stride(), options.padding(), options.dilation());
        int channels = Math.max(1, input.features() / options.groups());
        Weight weight = graph.kernel("weight", options.filters(), channels, window, options.init());
        Optional<Vector> bias =
                options.bias() ? Optional.of(graph.vector("bias", options.filters(), 0)) : Optional.empty();
        return options.activation().build(graph, graph.convolution(input, weight, bias, window, options.groups()));
    }
}
