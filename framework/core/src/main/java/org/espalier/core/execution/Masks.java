package org.espalier.core.execution;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.graph.Model;
import org.espalier.core.model.LinkMask;

/**
 * The masks a run has made, by name: the groups of channels that stay, numbered in the order of the model as it was then, or
 * the links that stay.
 */
final class Masks implements RunState {
    private static final String NUMBER = "masks";
    private static final String NAME = "name";

    private static final String LINKS = "links";
    private static final String LINK_NAME = "links.name";

    private final Map<String, BitSet> kept = new LinkedHashMap<>();
    private final Map<String, LinkMask> links = new LinkedHashMap<>();

    boolean holds(String name) {
        return kept.containsKey(name) || links.containsKey(name);
    }

    void add(String name, LinkMask mask) {
        links.put(name, mask);
    }

    /** A mask of links. */
    LinkMask links(String name) {
        return links.getOrDefault(name, new LinkMask(Map.of()));
    }

    void add(String name, ChannelMask mask) {
        kept.put(name, mask.kept());
    }

    /**
     * A mask of channels.
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
        out.put(LINKS, links.size());
        int mask = 0;
        for (Map.Entry<String, LinkMask> each : links.entrySet()) {
            out.put(LINK_NAME + mask, each.getKey());
            save(LINKS + "." + mask + ".", each.getValue(), out);
            mask++;
        }
    }

    /** A position is a pair of ints, high bits first. */
    private static void save(String prefix, LinkMask mask, StateWriter out) {
        List<String> weights = mask.weights().stream().sorted().toList();
        out.put(prefix + "weights", weights.size());
        for (int w = 0; w < weights.size(); w++) {
            out.put(prefix + "weight" + w, weights.get(w));
            long[] positions = mask.of(weights.get(w));
            int[] bits = IntStream.range(0, 2 * positions.length)
                    .map(i -> (int) (positions[i / 2] >>> (i % 2 == 0 ? 32 : 0)))
                    .toArray();
            out.ints(prefix + w, bits);
        }
    }

    private static LinkMask read(String prefix, StateReader in) {
        Map<String, long[]> positions = new LinkedHashMap<>();
        for (int w = 0; w < in.whole(prefix + "weights"); w++) {
            int[] bits = in.ints(prefix + w);
            long[] links = new long[bits.length / 2];
            for (int i = 0; i < links.length; i++) {
                links[i] = (long) bits[2 * i] << 32 | Integer.toUnsignedLong(bits[2 * i + 1]);
            }
            positions.put(in.value(prefix + "weight" + w).text(), links);
        }
        return new LinkMask(positions);
    }

    @Override
    public void restore(StateReader in) {
        kept.clear();
        for (int i = 0; i < in.whole(NUMBER); i++) {
            BitSet groups = new BitSet();
            Arrays.stream(in.ints(Integer.toString(i))).forEach(groups::set);
            kept.put(in.value(NAME + i).text(), groups);
        }
        links.clear();
        for (int i = 0; i < in.whole(LINKS); i++) {
            links.put(in.value(LINK_NAME + i).text(), read(LINKS + "." + i + ".", in));
        }
    }
}
