package org.espalier.core.guard;

import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Need;
import org.espalier.api.score.PruneCriterion;

/** Calls a prune criterion; its needs are asked for once, its scores are numbers. */
final class PruneGuard implements PruneCriterion, Guarded {
    private final PruneCriterion plugin;
    private final Calls calls;
    private final Set<Need> needs;

    PruneGuard(PruneCriterion plugin, Calls calls) {
        this.plugin = plugin;
        this.calls = calls;
        this.needs = calls.get("needs", () -> Set.copyOf(calls.given("needs", plugin.needs())));
    }

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public Set<Need> needs() {
        return needs;
    }

    @Override
    public void score(LinkView links, float[] scores) {
        calls.run("score", () -> plugin.score(links, scores));
        for (int k = 0; k < scores.length; k++) {
            if (Float.isNaN(scores[k])) {
                throw notANumber(links, k);
            }
        }
    }

    /** A value that is not finite has no score, and that is not the criterion's fault. */
    private EspalierException notANumber(LinkView links, int link) {
        String where = links.shape().name() + " (row " + links.row(link) + ", column " + links.column(link) + ", value "
                + links.value(link) + ", gradient " + links.gradient(link) + ")";
        return Float.isFinite(links.value(link)) && Float.isFinite(links.gradient(link))
                ? calls.wrong("score", "NaN for a link of " + where + ".")
                : new EspalierException("Training diverged: " + calls.caller().mention() + " cannot score a link of "
                        + where + ". Use a smaller learning rate, or a longer warm-up.");
    }
}
