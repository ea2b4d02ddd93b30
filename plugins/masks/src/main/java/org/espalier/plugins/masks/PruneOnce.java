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
 * Efficient Neural Networks", NIPS 2015); of equal ones the later stays.
 */
@Plugin(name = "prune", doc = "Drops a share of the links, those with the smallest weights, once.")
public final class PruneOnce implements Transform {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Share of the stored links that go, rounded down to whole links.", range = "[0, 1)")
            double share,

            @Option(
                    doc = "Whether that is a share of the links of all selected layers, or of those of each layer.",
                    byDefault = "all")
            Smallest.Scope of) {}

    @Inject
    public PruneOnce(Options options) {
        this.options = options;
    }

    @Override
    public void apply(NetworkEditor network) {
        List<ParameterEditor> weights = network.parameters().stream()
                .filter(parameter -> parameter.role() == ParameterEditor.Role.WEIGHT)
                .toList();
        if (options.of() == Smallest.Scope.ALL) {
            prune(weights);
        } else {
            weights.forEach(weight -> prune(List.of(weight)));
        }
    }

    private void prune(List<ParameterEditor> weights) {
        List<double[]> parts = new ArrayList<>();
        int count = 0;
        for (ParameterEditor weight : weights) {
            float[] values = weight.values();
            double[] sizes = new double[values.length];
            for (int k = 0; k < sizes.length; k++) {
                sizes[k] = Math.abs(values[k]);
            }
            parts.add(sizes);
            count = Math.addExact(count, sizes.length);
        }
        double[] sizes = new double[count];
        int at = 0;
        for (double[] part : parts) {
            System.arraycopy(part, 0, sizes, at, part.length);
            at += part.length;
        }
        int gone = Sorted.share(options.share(), count);
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
