package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.GroupSelector;
import org.espalier.api.loop.GroupView;

/** Takes out the groups whose norm is at most a number: K = ‖w‖ > τ. */
@Plugin(name = "threshold", doc = "Takes out the groups whose norm is at most a number.")
public final class Threshold implements GroupSelector {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "The largest norm that goes.", byDefault = "0.01", range = "[0, inf)")
            double atMost) {}

    @Inject
    public Threshold(Options options) {
        this.options = options;
    }

    @Override
    public void select(GroupView groups, double[] norms, boolean[] kept) {
        for (int j = 0; j < groups.count(); j++) {
            kept[j] = norms[j] > options.atMost();
        }
    }
}
