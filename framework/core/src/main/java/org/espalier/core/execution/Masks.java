package org.espalier.core.execution;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.graph.Model;

/**
 * The masks of channels a run has made, by name: the groups of channels that stay. Groups are numbered in the order of the
 * model as it was then.
 */
final class Masks implements RunState {
    private static final String NUMBER = "masks";
    private static final String NAME = "name";

    private final Map<String, BitSet> kept = new LinkedHashMap<>();

    boolean holds(String name) {
        return kept.containsKey(name);
    }

    void add(String name, ChannelMask mask) {
        kept.put(name, mask.kept());
    }

    /**
     * A mask.
     *
     * @param model which it was made for
     */
    ChannelMask of(String name, Model model) {
        return new ChannelMask(ChannelGraph.of(model), kept.getOrDefault(name, new BitSet()));
    }

    @Override
    public String stateName() {
        return "masks";
    }

    @Override
    public void save(StateWriter out) {
        out.put(NUMBER, kept.size());
        int number = 0;
        for (Map.Entry<String, BitSet> mask : kept.entrySet()) {
            out.put(NAME + number, mask.getKey());
            out.ints(Integer.toString(number), mask.getValue().stream().toArray());
            number++;
        }
    }

    @Override
    public void restore(StateReader in) {
        kept.clear();
        for (int i = 0; i < in.whole(NUMBER); i++) {
            BitSet groups = new BitSet();
            Arrays.stream(in.ints(Integer.toString(i))).forEach(groups::set);
            kept.put(in.value(NAME + i).text(), groups);
        }
    }
}
