package org.espalier.core.surgery;

import java.util.BitSet;
import org.espalier.core.channel.ChannelCut;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.graph.Model;

/**
 * Channels are removed.
 *
 * @param groups their numbers, in the order of the model as it was
 */
public record Removed(BitSet groups) implements Surgery {
    public Removed {
        groups = (BitSet) groups.clone();
    }

    @Override
    public BitSet groups() {
        return (BitSet) groups.clone();
    }

    @Override
    public Model model(Model before) {
        return new ChannelCut(ChannelGraph.of(before), groups).model();
    }
}
