package org.espalier.plugins.regularizers;

import jakarta.inject.Inject;
import org.espalier.api.Dial;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Regularizer;

/**
 * The weighted group sparse envelope function, see {@link GroupEnvelope}: a penalty that asks for a share of the groups
 * chosen beforehand, and shrinks those it keeps as weight decay of its strength does.
 */
@Plugin(
        name = "wgsef",
        doc =
                "The group sparse envelope: asks for a chosen share of the groups, the stronger the more firmly; holds weight decay of its strength, so switch other decay off.")
public final class Wgsef implements Regularizer {
    /** What a product of doubles is off by is far below this part of a group. */
    private static final double ROUNDING = 1e-6;

    private final Options options;
    private GroupEnvelope envelope = new GroupEnvelope(0);

    /** What a group counts for. */
    public enum Measure {
        EVEN,
        SIZE,
        FLOPS
    }

    /** What a budget is for. */
    public enum Scope {
        ALL,
        LAYER
    }

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Share of the groups that may stay, rounded down to whole groups, at least one.",
                    range = "(0, 1]")
            Dial keep,

            @Option(
                    doc = "Whether that is a share of the groups of all selected layers, or of those of each layer.",
                    byDefault = "all")
            Scope of,

            @Option(
                    doc =
                            "What a group costs of the budget: each the same, its values, or its FLOPs; with the latter two"
                                    + " 'keep' is a share of that.",
                    byDefault = "even")
            Measure cost,

            @Option(
                    doc =
                            "How heavily a group is penalised: each the same, by its values, or by its FLOPs; 1 on average.",
                    byDefault = "even")
            Measure weigh) {}

    @Inject
    public Wgsef(Options options) {
        this.options = options;
    }

    @Override
    public double value(GroupView groups, double[] norms) {
        prepare(groups);
        double sum = 0;
        for (int s = 0; s < stretches(groups); s++) {
            sum += envelope.value(norms, first(groups, s), first(groups, s + 1), budget(groups, s));
        }
        return sum;
    }

    @Override
    public void prox(GroupView groups, double[] norms) {
        prepare(groups);
        for (int s = 0; s < stretches(groups); s++) {
            envelope.prox(norms, groups, first(groups, s), first(groups, s + 1), budget(groups, s));
        }
    }

    @Override
    public void slopes(GroupView groups, double[] norms, double[] slopes) {
        prepare(groups);
        for (int s = 0; s < stretches(groups); s++) {
            envelope.slopes(norms, first(groups, s), first(groups, s + 1), budget(groups, s), slopes);
        }
    }

    private void prepare(GroupView groups) {
        if (envelope.count() != groups.count()) {
            envelope = new GroupEnvelope(groups.count());
        }
        measure(groups, options.weigh(), envelope.weights());
        measure(groups, options.cost(), envelope.costs());
    }

    /** What groups count for, 1 on average over those that have values. */
    private static void measure(GroupView groups, Measure measure, double[] out) {
        double sum = 0;
        int filled = 0;
        for (int j = 0; j < out.length; j++) {
            out[j] = switch (measure) {
                case EVEN -> 1;
                case SIZE -> groups.size(j);
                case FLOPS -> groups.flops(j);
            };
            if (groups.size(j) > 0) {
                sum += out[j];
                filled++;
            }
        }
        if (measure != Measure.EVEN) {
            double mean = sum / Math.max(1, filled);
            for (int j = 0; j < out.length; j++) {
                out[j] /= mean;
            }
        }
    }

    private int stretches(GroupView groups) {
        return options.of() == Scope.ALL ? 1 : groups.parameters();
    }

    private int first(GroupView groups, int stretch) {
        return groups.first(options.of() == Scope.ALL && stretch == 1 ? groups.parameters() : stretch);
    }

    private double budget(GroupView groups, int stretch) {
        double total = 0;
        for (int j = first(groups, stretch); j < first(groups, stretch + 1); j++) {
            total += groups.size(j) > 0 ? envelope.costs()[j] : 0;
        }
        double share = options.keep().value() * total;
        return options.cost() == Measure.EVEN ? Math.max(1, Math.floor(share + ROUNDING)) : share;
    }
}
