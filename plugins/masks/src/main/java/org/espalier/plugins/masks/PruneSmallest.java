package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ParameterEditor;
import org.espalier.api.loop.Transform;

/**
 * Drops the links with the smallest weights once, between phases (Han et al., "Learning both Weights and Connections for
 * Efficient Neural Networks", NIPS 2015); of equal ones the later stays. In rounds with training in between, as there, what is left
 * makes up for what went before more goes.
 */
@Plugin(
        name = "prune",
        doc = "Drops a share of the links, those with the smallest weights, at once or in rounds of training.")
public final class PruneSmallest implements Transform {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Share of the stored links that go, rounded down to whole links.", range = "[0, 1)")
            double share,

            @Option(
                    doc = "Whether that is a share of the links of all selected layers, or of those of each layer.",
                    byDefault = "all")
            Smallest.Scope of,

            @Option(
                    doc = "Rounds in which they go, each with the same share of what is left.",
                    byDefault = "1",
                    range = "[1, 1000]")
            int rounds,

            @Option(doc = "Steps of training after each round.", byDefault = "0", range = "[0, inf)")
            int steps,

            @Option(doc = "Learning rate of these steps.", byDefault = "0.01", range = "(0, inf)")
            double learningRate) {}

    @Inject
    public PruneSmallest(Options options) {
        this.options = options;
    }

    @Override
    public void apply(NetworkEditor network) {
        List<ParameterEditor> weights = network.parameters().stream()
                .filter(parameter -> parameter.role() == ParameterEditor.Role.WEIGHT)
                .toList();
        List<List<ParameterEditor>> together = options.of() == Smallest.Scope.ALL
                ? List.of(weights)
                : weights.stream().map(List::of).toList();
        int[] first = together.stream().mapToInt(PruneSmallest::links).toArray();
        for (int round = 1; round <= options.rounds(); round++) {
            double left = StrictMath.pow(1 - options.share(), (double) round / options.rounds());
            for (int i = 0; i < first.length; i++) {
                int stay = first[i] - Sorted.share(1 - left, first[i]);
                prune(together.get(i), links(together.get(i)) - stay);
            }
            if (options.steps() > 0) {
                network.train(options.steps(), options.learningRate());
            }
        }
    }

    private static int links(List<ParameterEditor> weights) {
        return weights.stream().mapToInt(ParameterEditor::count).reduce(0, Math::addExact);
    }

    /**
     * @param gone how many links go
     */
    private static void prune(List<ParameterEditor> weights, int gone) {
        List<double[]> parts = new ArrayList<>();
        int count = links(weights);
        for (ParameterEditor weight : weights) {
            float[] values = weight.values();
            double[] sizes = new double[values.length];
            for (int k = 0; k < sizes.length; k++) {
                sizes[k] = Math.abs(values[k]);
            }
            parts.add(sizes);
        }
        double[] sizes = new double[count];
        int at = 0;
        for (double[] part : parts) {
            System.arraycopy(part, 0, sizes, at, part.length);
            at += part.length;
        }
        BitSet kept = new BitSet(count);
        kept.set(0, count);
        int[] order = Sorted.bySize(sizes, 0, count);
        for (int i = 0; i < gone; i++) {
            kept.clear(order[i]);
        }
        int first = 0;
        for (ParameterEditor weight : weights) {
            int next = first + weight.count();
            weight.keep(kept.get(first, next));
            first = next;
        }
    }
}
