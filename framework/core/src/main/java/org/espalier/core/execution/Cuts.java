package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;
import org.espalier.core.channel.ChannelCut;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.graph.Model;

/**
 * The groups of channels that were removed from the network of a run, cut by cut. Groups are numbered in the order of the
 * model as it was before the cut, so that the recipe's model and these numbers give the smaller one.
 */
final class Cuts implements RunState {
    /** The entry of a stored network's metadata. */
    static final String ENTRY = "espalier.cuts";

    private static final String NUMBER = "cuts";

    private final List<BitSet> removed = new ArrayList<>();

    List<BitSet> all() {
        return List.copyOf(removed);
    }

    void add(BitSet groups) {
        removed.add(groups);
    }

    @Override
    public String stateName() {
        return "cuts";
    }

    @Override
    public void save(StateWriter out) {
        out.put(NUMBER, removed.size());
        for (int i = 0; i < removed.size(); i++) {
            out.ints(Integer.toString(i), removed.get(i).stream().toArray());
        }
    }

    @Override
    public void restore(StateReader in) {
        removed.clear();
        for (int i = 0; i < in.whole(NUMBER); i++) {
            removed.add(set(in.ints(Integer.toString(i))));
        }
    }

    private static BitSet set(int... groups) {
        BitSet set = new BitSet();
        Arrays.stream(groups).forEach(set::set);
        return set;
    }

    /** What a stored network says of its cuts: the numbers of a cut with commas, cuts with semicolons between. */
    Map<String, String> metadata() {
        return removed.isEmpty()
                ? Map.of()
                : Map.of(
                        ENTRY,
                        removed.stream()
                                .map(cut ->
                                        cut.stream().mapToObj(String::valueOf).collect(Collectors.joining(",")))
                                .collect(Collectors.joining(";")));
    }

    /**
     * A recipe's model as a stored network has it.
     *
     * @param file for messages
     * @throws EspalierException when the cuts are not those of this model
     */
    static Model applied(Model whole, Map<String, String> metadata, String file) {
        Model model = whole;
        String cuts = metadata.get(ENTRY);
        if (cuts == null) {
            return model;
        }
        try {
            for (String cut : cuts.split(";", -1)) {
                int[] groups = Arrays.stream(cut.split(","))
                        .filter(group -> !group.isEmpty())
                        .mapToInt(Integer::parseInt)
                        .toArray();
                model = new ChannelCut(ChannelGraph.of(model), set(groups)).model();
            }
            return model;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new EspalierException(
                    file + " does not fit the recipe: its entry " + ENTRY + " is \"" + cuts + "\" (" + e.getMessage()
                            + ").",
                    e);
        }
    }
}
