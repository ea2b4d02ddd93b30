package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.GroupSelector;
import org.espalier.api.loop.GroupView;

/**
 * Takes out a share of the groups, those with the smallest norms; of equal norms the group with the higher number stays.
 * With filters as groups this is magnitude pruning of filters (Li et al., "Pruning Filters for Efficient ConvNets", ICLR
 * 2017), with scales as groups the choice of network slimming (Liu et al., ICCV 2017).
 */
@Plugin(name = "smallest", doc = "Takes out a share of the groups, those with the smallest norms.")
public final class Smallest implements GroupSelector {
    private final Options options;

    /** What the share is of. */
    public enum Scope {
        ALL,
        LAYER
    }

    /** What groups are compared by. */
    public enum Measure {
        NORM,
        MEAN
    }

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Share of the groups that go, rounded down to whole groups.", range = "[0, 1)")
            double share,

            @Option(
                    doc = "Whether that is a share of the groups of all selected layers, or of those of each layer.",
                    byDefault = "all")
            Scope of,

            @Option(
                    doc = "Whether groups are compared by their norms, or by the root mean square of their values.",
                    byDefault = "norm")
            Measure by) {}

    @Inject
    public Smallest(Options options) {
        this.options = options;
    }

    @Override
    public void select(GroupView groups, double[] norms, boolean[] kept) {
        double[] sizes = new double[groups.count()];
        for (int j = 0; j < sizes.length; j++) {
            sizes[j] = options.by() == Measure.NORM ? norms[j] : norms[j] / Math.sqrt(Math.max(1, groups.size(j)));
        }
        if (options.of() == Scope.ALL) {
            keep(sizes, 0, groups.count(), kept);
            return;
        }
        for (int p = 0; p < groups.parameters(); p++) {
            keep(sizes, groups.first(p), groups.first(p + 1), kept);
        }
    }

    private void keep(double[] sizes, int from, int to, boolean[] kept) {
        int gone = Sorted.share(options.share(), to - from);
        int[] order = Sorted.bySize(sizes, from, to);
        for (int i = gone; i < order.length; i++) {
            kept[order[i]] = true;
        }
    }
}
