package org.espalier.api.loop;

import org.espalier.api.EspalierException;

/**
 * The passes over the batches of a step that a {@link Rule} asks for.
 *
 * @param backward whether the step computes its gradients; else the rule gives those of its layers, and all others are 0
 * @param gradients how often it asks for {@link RuleStep#gradientsAgain} in a step, at most
 * @param losses how often it asks for {@link RuleStep#lossAgain} in a step, at most
 */
public record Passes(boolean backward, int gradients, int losses) {
    /** What a step does by itself. */
    public static final Passes NO_MORE = new Passes(true, 0, 0);

    private static final int MOST = 1_000_000;

    public Passes {
        if (gradients < 0 || gradients > MOST || losses < 0 || losses > MOST) {
            throw new EspalierException("A rule asks for 0 to " + MOST + " passes of a kind in a step, not for "
                    + gradients + " with gradients and " + losses + " without.");
        }
    }

    /** So many more with gradients. */
    public static Passes withGradients(int number) {
        return new Passes(true, number, 0);
    }

    /** So many without gradients, and none backward. */
    public static Passes forwardOnly(int number) {
        return new Passes(false, 0, number);
    }
}
