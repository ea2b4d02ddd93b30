package org.espalier.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.loop.GroupSelector;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.channel.ChannelVote;
import org.espalier.core.model.Network;
import org.espalier.core.plan.Groups;
import org.espalier.core.run.RunEvent;

/** A mask of channels, made of the norms of groups of a network's values. */
public final class ChannelSelection {
    private final GroupedValues values;
    private final ChannelMask mask;

    /**
     * @param selector says which groups stay
     * @param parameters names of those it looks at, in the order of the network
     * @param kind rows, channels, or the numbers of vectors
     * @param graph of the network's model
     * @throws EspalierException when a norm is not finite
     */
    public ChannelSelection(
            GroupSelector selector, Network network, List<String> parameters, Groups kind, ChannelGraph graph) {
        double[] rates = new double[parameters.size()];
        this.values = new GroupedValues(
                network,
                parameters,
                rates,
                kind,
                parameters.stream().map(graph::rowsOfHead).toList(),
                Optional.empty(),
                false);
        double[] norms = norms();
        boolean[] kept = new boolean[values.count()];
        selector.select(values, norms.clone(), kept);
        ChannelVote vote = new ChannelVote(graph);
        for (int p = 0; p < values.parameters(); p++) {
            GroupLayout layout = values.layout(p);
            int[] channels = new int[layout.count()];
            Arrays.setAll(channels, i -> layout.channel(graph, i));
            int from = values.first(p);
            int to = values.first(p + 1);
            vote.add(channels, Arrays.copyOfRange(norms, from, to), Arrays.copyOfRange(kept, from, to));
        }
        this.mask = vote.mask();
    }

    private double[] norms() {
        double[] norms = new double[values.count()];
        for (GroupPart part : values.parts()) {
            part.measure();
            part.addTo(norms);
        }
        for (int i = 0; i < norms.length; i++) {
            norms[i] = Math.sqrt(norms[i]);
            if (!(norms[i] <= Double.MAX_VALUE)) {
                throw new EspalierException(
                        "No mask can be made: the norm of " + values.text(i) + " is " + norms[i] + ".");
            }
        }
        return norms;
    }

    public ChannelMask mask() {
        return mask;
    }

    /** How much of each parameter stays. */
    public List<RunEvent.SelectedGroups> told() {
        List<RunEvent.SelectedGroups> told = new ArrayList<>();
        for (int p = 0; p < values.parameters(); p++) {
            GroupLayout layout = values.layout(p);
            int kept = 0;
            for (int i = 0; i < layout.count(); i++) {
                kept += layout.keeps(mask, i) ? 1 : 0;
            }
            told.add(new RunEvent.SelectedGroups(layout.parameter().shape().name(), kept, layout.count()));
        }
        return told;
    }
}
