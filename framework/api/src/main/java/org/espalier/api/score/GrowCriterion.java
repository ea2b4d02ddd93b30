package org.espalier.api.score;

import java.util.Set;
import org.espalier.api.PluginKind;
import org.espalier.api.RandomStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Chooses where new links grow. Nothing of the size of the whole weight is held: the engine asks for scores row by row
 * and keeps a bounded heap of the best. Equal scores are ordered by a seeded hash of their coordinates.
 */
@ConsumerType
@PluginKind("grow")
public interface GrowCriterion {
    /** What must be computed before {@link #score} is called. */
    default Set<Need> needs() {
        return Set.of();
    }

    /**
     * True when every absent position is equally likely. The engine then draws positions and never calls
     * {@link #score}, so the cost is that of the new links alone.
     */
    default boolean uniform() {
        return false;
    }

    /**
     * Names of the optimizer's numbers it reads, for example {@code momentum}. Only latent storage keeps them for positions
     * without a link.
     */
    default Set<String> slots() {
        return Set.of();
    }

    /**
     * Scores one row of positions: higher grows first. Positions that hold a link are ignored by the engine. Rows come in
     * any order and from several threads at once.
     *
     * @param row valid during the call only
     * @param scores output, {@code [columns]}
     */
    void score(RowView row, float[] scores);

    /**
     * The value a new link starts with. Its optimizer slots start at zero; those of a latent weight, which has them already,
     * stay.
     *
     * @param random a stream of this weight and this update
     * @param position row times columns plus column
     */
    default float startValue(RandomStream random, long position) {
        return 0f;
    }

    /**
     * Whether a link dropped and grown again in the same update keeps its value and slots (RigL) or starts as a new
     * link (SET).
     */
    default boolean regrownKeepsState() {
        return true;
    }
}
