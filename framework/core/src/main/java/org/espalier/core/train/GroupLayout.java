package org.espalier.core.train;

import java.util.Arrays;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.plan.Groups;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;

/** How the stored values of a parameter are cut into groups. */
final class GroupLayout {
    private final WeightStore parameter;
    private final Groups groups;
    private final int first;
    /** Columns that make a group. */
    private final int width;
    /** Rows that make a group. */
    private final int height;

    /**
     * @param height rows of a head, when groups are heads
     * @param first the number of its first group
     */
    GroupLayout(WeightStore parameter, Groups groups, int height, int first) {
        this.parameter = parameter;
        this.groups = groups;
        this.first = first;
        this.height = groups == Groups.HEAD ? height : 1;
        this.width = groups == Groups.CHANNEL ? parameter.shape().taps() : 1;
    }

    WeightStore parameter() {
        return parameter;
    }

    int first() {
        return first;
    }

    /** How many groups it has; rows and columns without a link count. */
    int count() {
        return switch (groups) {
            case WEIGHT -> parameter.count();
            case FILTER, NEURON, HEAD -> parameter.shape().rows() / height;
            case CHANNEL -> parameter.shape().channels();
            case FILTER_SHAPE -> parameter.shape().columns();
            case LAYER -> 1;
        };
    }

    /** The group of channels that the rows or columns of a group belong to, or {@link ChannelGraph#FIXED}. */
    int channel(ChannelGraph graph, int group) {
        String name = parameter.shape().name();
        return switch (groups) {
            case WEIGHT, FILTER, NEURON, HEAD -> graph.rowGroup(name, group * height);
            case CHANNEL -> graph.channelGroup(name, group);
            case FILTER_SHAPE, LAYER -> ChannelGraph.FIXED;
        };
    }

    /** Whether a mask keeps a group. */
    boolean keeps(ChannelMask mask, int group) {
        int channel = channel(mask.graph(), group);
        return channel == ChannelGraph.FIXED || mask.kept().get(channel);
    }

    /** The lowest group with a value at or after this one. */
    int lowest(int from) {
        return switch (groups) {
            case WEIGHT -> first + from;
            case FILTER, NEURON, HEAD -> first + parameter.row(from) / height;
            case CHANNEL, FILTER_SHAPE, LAYER -> first;
        };
    }

    /** The highest group with a value up to this one. */
    int highest(int last) {
        return switch (groups) {
            case WEIGHT, FILTER, NEURON, HEAD -> lowest(last);
            case CHANNEL, FILTER_SHAPE, LAYER -> first + count() - 1;
        };
    }

    /** The groups of values; {@code [count]}. */
    void of(int from, int count, int[] out) {
        switch (groups) {
            case WEIGHT -> {
                for (int i = 0; i < count; i++) {
                    out[i] = first + from + i;
                }
            }
            case FILTER, NEURON, HEAD -> rows(from, count, out);
            case CHANNEL, FILTER_SHAPE -> columns(from, count, out);
            case LAYER -> Arrays.fill(out, 0, count, first);
        }
    }

    private void rows(int from, int count, int[] out) {
        int row = parameter.row(from);
        int at = 0;
        while (at < count) {
            int end = Math.max(at, Math.min(count, parameter.rowStart(row + 1) - from));
            Arrays.fill(out, at, end, first + row / height);
            at = end;
            row++;
        }
    }

    /** Columns side by side make a group. */
    private void columns(int from, int count, int[] out) {
        if (parameter instanceof SparseWeight) {
            for (int i = 0; i < count; i++) {
                out[i] = first + parameter.column(from + i) / width;
            }
            return;
        }
        int columns = parameter.shape().columns();
        int column = from % columns;
        for (int i = 0; i < count; i++) {
            out[i] = first + column / width;
            column = column + 1 == columns ? 0 : column + 1;
        }
    }
}
