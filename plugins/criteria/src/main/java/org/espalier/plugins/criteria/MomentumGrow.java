package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.RowView;

/**
 * {@code |m|}, the absolute momentum of the empty positions (Dettmers and Zettlemoyer, "Sparse Networks from Scratch: Faster
 * Training without Losing Performance", 2019): where the gradient has pointed one way over many batches, not on the current
 * one alone. It needs momentum of every position, which latent storage keeps, as the paper's own program does; with momentum
 * 0 it is the gradient of the last step. New links start at zero. The paper's division of new links among layers by their mean
 * momentum is not part of it.
 */
@Plugin(
        name = "momentum",
        doc =
                "Grows links where the optimizer's momentum is largest: a gradient averaged over many batches; for storage 'latent'.")
public final class MomentumGrow implements GrowCriterion {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc =
                            "Which of the optimizer's numbers is the momentum: 'momentum' of sgd, 'mean' of adam and adamw.",
                    byDefault = "momentum")
            String slot) {}

    @Inject
    public MomentumGrow(Options options) {
        this.options = options;
    }

    @Override
    public Set<String> slots() {
        return Set.of(options.slot());
    }

    @Override
    public void score(RowView row, float[] scores) {
        for (int column = 0; column < scores.length; column++) {
            scores[column] = Math.abs(row.slot(options.slot(), column));
        }
    }
}
