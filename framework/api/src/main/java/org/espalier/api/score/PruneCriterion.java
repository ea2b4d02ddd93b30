package org.espalier.api.score;

import java.util.Set;
import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Scores the links of a weight; the lowest scores are dropped. */
@ConsumerType
@PluginKind("prune")
public interface PruneCriterion {
    /** What must be computed before {@link #score} is called. */
    default Set<Need> needs() {
        return Set.of();
    }

    /**
     * Scores every link: higher is kept. Of equal scores the link with the higher index is kept. NaN is an error that
     * ends the run and names the weight.
     *
     * @param links the stored links
     * @param scores output, {@code [links.count()]}
     */
    void score(LinkView links, float[] scores);
}
