package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Plugin;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.Need;
import org.espalier.api.score.RowView;

/**
 * {@code |dL/dw|} of the empty positions on the current batch (Evci et al., "Rigging the Lottery: Making All Tickets
 * Winners", ICML 2020). New links start at zero, so growth alone leaves the network's output unchanged; a link dropped
 * and grown again in the same update keeps its value and slots.
 */
@Plugin(
        name = "gradient",
        doc =
                "Grows links where the loss gradient is largest, as RigL does; computes the dense gradient of one update step in tiles.")
public final class GradientGrow implements GrowCriterion {
    @Inject
    public GradientGrow() {}

    @Override
    public Set<Need> needs() {
        return Set.of(Need.DENSE_GRADIENT);
    }

    @Override
    public void score(RowView row, float[] scores) {
        for (int column = 0; column < scores.length; column++) {
            scores[column] = Math.abs(row.gradient(column));
        }
    }
}
