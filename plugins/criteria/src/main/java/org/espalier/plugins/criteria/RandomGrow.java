package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.RowView;

/**
 * Every empty position is equally likely, as in SET (Mocanu et al., Nature Communications 2018). A link dropped and drawn
 * again in the same update is a new link.
 */
@Plugin(
        name = "random",
        doc =
                "Grows links at random empty places, as SET does; never needs a dense gradient, so its cost is that of the new links.")
public final class RandomGrow implements GrowCriterion {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc =
                            "Standard deviation of the normal distribution new links draw their value from; 0 starts them at zero.",
                    byDefault = "0",
                    range = "[0, inf)")
            double deviation) {
        public Options {
            if (!(deviation >= 0) || Double.isInfinite(deviation)) {
                throw new EspalierException("deviation must be in [0, inf), was " + deviation + ".");
            }
        }
    }

    @Inject
    public RandomGrow(Options options) {
        this.options = options;
    }

    @Override
    public boolean uniform() {
        return true;
    }

    /** All positions alike; the engine draws positions instead of asking. */
    @Override
    public void score(RowView row, float[] scores) {
        Arrays.fill(scores, 0f);
    }

    @Override
    public float startValue(RandomStream random, long position) {
        return options.deviation() == 0
                ? 0f
                : (float) (options.deviation() * random.fork("start").gaussian(position));
    }

    @Override
    public boolean regrownKeepsState() {
        return false;
    }
}
