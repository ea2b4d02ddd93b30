package org.espalier.core.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.graph.Value;

/**
 * Makes one mask of channels of what several parameters want. Parameters whose channels only go together, such as the
 * normalisations that feed a sum, vote: the channels go which the most of them want gone, at least as many as the most
 * reluctant of them gives up (the rule of MaskSparsity, Jiang et al., 2021). Every parameter and every value of the model
 * has a channel left.
 */
public final class ChannelVote {
    /** What one parameter wants: groups of channels, the norm of each, and whether it stays. */
    private record Member(int[] groups, double[] norms, boolean[] kept) {}

    private final ChannelGraph graph;
    private final List<Member> members = new ArrayList<>();
    private final double[] sums;

    /**
     * @param graph of the model whose channels are voted on
     */
    public ChannelVote(ChannelGraph graph) {
        this.graph = graph;
        this.sums = new double[graph.groups()];
    }

    /**
     * Adds what a parameter wants.
     *
     * @param groups the group of channels that each of its rows or channels belongs to, or {@link ChannelGraph#FIXED}
     * @param norms as many
     * @param kept as many; of the largest norm, and where there is no group, what is said does not count
     */
    public void add(int[] groups, double[] norms, boolean[] kept) {
        boolean[] stays = kept.clone();
        int largest = 0;
        boolean any = false;
        for (int i = 0; i < groups.length; i++) {
            largest = norms[i] >= norms[largest] ? i : largest;
            any |= kept[i];
            if (groups[i] != ChannelGraph.FIXED) {
                sums[groups[i]] += norms[i];
            }
        }
        if (!any && groups.length > 0) {
            stays[largest] = true;
        }
        members.add(new Member(groups.clone(), norms.clone(), stays));
    }

    /** The mask they agree on. */
    public ChannelMask mask() {
        BitSet removed = new BitSet();
        assemblies().forEach(assembly -> removed.or(agreed(assembly)));
        spare(removed);
        BitSet kept = (BitSet) removed.clone();
        kept.flip(0, graph.groups());
        return new ChannelMask(graph, kept);
    }

    /** Members that share a channel, directly or through others. */
    private List<List<Member>> assemblies() {
        int[] first = new int[graph.groups()];
        Arrays.fill(first, -1);
        int[] parents = new int[members.size()];
        Arrays.setAll(parents, i -> i);
        for (int m = 0; m < parents.length; m++) {
            for (int group : members.get(m).groups()) {
                if (group != ChannelGraph.FIXED) {
                    if (first[group] < 0) {
                        first[group] = m;
                    } else {
                        parents[root(parents, m)] = root(parents, first[group]);
                    }
                }
            }
        }
        Map<Integer, List<Member>> assemblies = new HashMap<>();
        for (int m = 0; m < parents.length; m++) {
            assemblies.computeIfAbsent(root(parents, m), r -> new ArrayList<>()).add(members.get(m));
        }
        return List.copyOf(assemblies.values());
    }

    private static int root(int[] parents, int member) {
        int at = member;
        while (parents[at] != at) {
            at = parents[at];
        }
        return at;
    }

    private BitSet agreed(List<Member> assembly) {
        int[] votes = new int[graph.groups()];
        int fewest = Integer.MAX_VALUE;
        for (Member member : assembly) {
            BitSet wanted = new BitSet();
            for (int i = 0; i < member.groups().length; i++) {
                if (!member.kept()[i] && member.groups()[i] != ChannelGraph.FIXED) {
                    wanted.set(member.groups()[i]);
                }
            }
            wanted.stream().forEach(group -> votes[group]++);
            fewest = Math.min(fewest, wanted.cardinality());
        }
        for (int needed = assembly.size(); needed > 1; needed--) {
            BitSet gone = with(votes, needed);
            if (gone.cardinality() >= fewest) {
                return gone;
            }
        }
        return with(votes, 1);
    }

    private static BitSet with(int[] votes, int needed) {
        BitSet groups = new BitSet();
        for (int group = 0; group < votes.length; group++) {
            groups.set(group, votes[group] >= needed);
        }
        return groups;
    }

    /** Of a value that would have nothing left, the channel with the largest norms stays. */
    private void spare(BitSet removed) {
        for (Value value : graph.values()) {
            int largest = ChannelGraph.FIXED;
            boolean left = false;
            for (int feature = 0; feature < value.features() && !left; feature++) {
                int group = graph.group(value, feature);
                left = group == ChannelGraph.FIXED || !removed.get(group);
                if (!left && (largest == ChannelGraph.FIXED || sums[group] > sums[largest])) {
                    largest = group;
                }
            }
            if (!left && largest != ChannelGraph.FIXED) {
                removed.clear(largest);
            }
        }
    }
}
