package org.espalier.core.channel;

import java.util.BitSet;

/**
 * Which channels of a model stay, by the groups that can only go together.
 *
 * @param graph of the model the mask is for
 * @param kept numbers of groups; what belongs to no group always stays
 */
public record ChannelMask(ChannelGraph graph, BitSet kept) {
    public ChannelMask {
        kept = (BitSet) kept.clone();
    }

    /** Whether a row of a weight, or a number of a vector, stays. */
    public boolean keepsRow(String parameter, int row) {
        return keeps(graph.rowGroup(parameter, row));
    }

    /** Whether a channel of a weight stays. */
    public boolean keepsChannel(String weight, int channel) {
        return keeps(graph.channelGroup(weight, channel));
    }

    private boolean keeps(int group) {
        return group == ChannelGraph.FIXED || kept.get(group);
    }

    /** Numbers of the groups that do not stay. */
    public BitSet removed() {
        BitSet removed = (BitSet) kept.clone();
        removed.flip(0, graph.groups());
        return removed;
    }
}
