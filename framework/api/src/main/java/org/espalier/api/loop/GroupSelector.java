package org.espalier.api.loop;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Chooses which groups of trained values stay, by their Euclidean norms, all groups of all selected parameters at once. The
 * engine cuts parameters into groups and measures them, sees to it that at least one group of each parameter stays, lets
 * parameters whose channels only go together agree, and makes a mask of channels of the answer.
 */
@ConsumerType
@PluginKind("select")
public interface GroupSelector {
    /**
     * Says which groups stay. The same groups and norms always give the same answer.
     *
     * @param groups whose {@link GroupView#step} is 0
     * @param norms {@code [groups.count()]}, finite and at least 0
     * @param kept {@code [groups.count()]}, output, all false at first
     */
    void select(GroupView groups, double[] norms, boolean[] kept);
}
