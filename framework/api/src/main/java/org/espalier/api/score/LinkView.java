package org.espalier.api.score;

import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The stored links of one weight, in row order and, within a row, in column order. Indices run from 0 to {@link #count}
 * - 1.
 */
@ProviderType
public interface LinkView {
    MatrixShape shape();

    /** How many links are stored. */
    int count();

    /** Output feature of a link. */
    int row(int link);

    /** Input feature of a link. */
    int column(int link);

    float value(int link);

    /** The loss gradient of a link in the current step; 0 unless the criterion needs {@link Need#GRADIENT}. */
    float gradient(int link);

    /**
     * The share of a link in what flows through the network from an input of ones, when all values count by their
     * magnitude and nothing is added, in [0, 1]: {@code |w| dR/d|w| / R}, where R is the sum of the outputs. The links of a
     * layer that everything goes through have 1 together; 0 unless the criterion needs {@link Need#SYNAPTIC_FLOW}.
     */
    double flow(int link);

    /**
     * The Hessian of the step's loss times its gradient, at a link: how fast the link's gradient changes when all links that are
     * pruned together go along their gradients, and nothing else does; 0 unless the criterion needs {@link
     * Need#HESSIAN_GRADIENT}.
     */
    float hessianGradient(int link);

    /** A random stream of this weight and this update. */
    RandomStream random();
}
