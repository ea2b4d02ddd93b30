package org.espalier.plugins.optimizers;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleStep;

/**
 * Multiplies a dial by a factor when what is measured has not become better for some epochs:
 *
 * <pre>
 *   better:  m &lt; best · (1 - threshold)        best ← m, waited ← 0
 *   else:    waited ← waited + 1;  waited &gt; patience  ⇒  dial ← max(least, factor · dial), waited ← 0
 * </pre>
 *
 * <p>From the first epoch on it follows the dial's schedule until it multiplies it; then the dial is its own.
 */
@Plugin(
        name = "plateau",
        doc = "Makes the learning rate, or another dial, smaller when a measure stops becoming better.")
@Claims(owns = Claim.DIAL)
public final class Plateau implements Rule {
    private static final int SEEN = 0;
    private static final int BEST = 1;
    private static final int WAITED = 2;

    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "What the dial is multiplied by.", byDefault = "0.1", range = "(0, 1)")
            double factor,

            @Option(doc = "Epochs without a better measure that are let pass.", byDefault = "5", range = "[0, 100000]")
            int patience,

            @Option(doc = "The measure: smaller is better for 'loss' and errors.", byDefault = "loss")
            String measure,

            @Option(doc = "Whether a larger measure is the better one, as of accuracy.", byDefault = "false")
            boolean larger,

            @Option(
                    doc = "By what part of itself a measure must be better to count.",
                    byDefault = "1e-4",
                    range = "[0, 1)")
            double threshold,

            @Option(doc = "The dial never becomes smaller than this.", byDefault = "0", range = "[0, inf)")
            double least) {}

    @Inject
    public Plateau(Options options) {
        this.options = options;
    }

    @Override
    public Set<Point> points() {
        return Set.of(Point.END_OF_EPOCH);
    }

    /** Whether there was an epoch, the best measure, and epochs since. */
    @Override
    public int numbers() {
        return 3;
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    public void act(Point point, RuleStep step) {
        double[] kept = step.numbers();
        double measure = step.measured(options.measure());
        if (kept[SEEN] == 0 || better(measure, kept[BEST])) {
            kept[SEEN] = 1;
            kept[BEST] = measure;
            kept[WAITED] = 0;
            return;
        }
        kept[WAITED]++;
        if (kept[WAITED] > options.patience()) {
            kept[WAITED] = 0;
            step.turn(Math.max(Math.min(options.least(), step.dial()), options.factor() * step.dial()));
        }
    }

    private boolean better(double measure, double best) {
        double margin = options.threshold() * Math.abs(best);
        return options.larger() ? measure > best + margin : measure < best - margin;
    }
}
