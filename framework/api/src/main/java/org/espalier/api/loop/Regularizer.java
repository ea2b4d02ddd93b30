package org.espalier.api.loop;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A penalty R on the Euclidean norms z = (z₁, …, zₘ) of groups of trained values, all groups of all selected parameters
 * at once. Such a penalty only lengthens or shortens a group and never turns it, so a plugin sees norms and the engine
 * does the rest: it cuts parameters into groups, measures them, and multiplies each value of group j by new zⱼ / old zⱼ.
 *
 * <p>Groups may be single values, whose norms are their sizes: then the same penalty is one on single values.
 *
 * <p>A regularizer holds nothing from one call to the next but arrays to work in; they are made anew only when the
 * number of groups changes, so that a step allocates nothing. One thread calls it at a time. Its norms are finite.
 */
@ConsumerType
@PluginKind("regularize")
public interface Regularizer {
    /**
     * The penalty, without its strength.
     *
     * @param norms {@code [groups.count()]}, at least 0
     */
    double value(GroupView groups, double[] norms);

    /**
     * Takes a proximal step, exactly: replaces norms t by the z ≥ 0 for which
     *
     * <pre>
     *   R(z) + Σⱼ (zⱼ - tⱼ)² / (2 stepⱼ)
     * </pre>
     *
     * is smallest, with stepⱼ of {@link GroupView#step}; where that is 0, the norm stays. A norm of 0 stays 0.
     *
     * @param norms {@code [groups.count()]}, at least 0, read and written
     */
    void prox(GroupView groups, double[] norms);

    /**
     * The derivative of the penalty, without its strength, by each norm: what is added to the gradient of group j is
     * this times the group divided by its norm, and nothing where the norm is 0.
     *
     * @param norms {@code [groups.count()]}, at least 0
     * @param slopes {@code [groups.count()]}, output; what it says about norms of 0 is not read
     */
    void slopes(GroupView groups, double[] norms, double[] slopes);
}
