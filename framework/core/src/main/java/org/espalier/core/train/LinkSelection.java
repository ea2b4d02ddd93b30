package org.espalier.core.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.loop.GroupSelector;
import org.espalier.api.loop.GroupView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.LinkMask;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.run.RunEvent;
import org.espalier.core.storage.WeightStore;

/** A mask of links, made of the magnitudes of the links that a network's products read. */
public final class LinkSelection {
    private final Map<String, long[]> kept = new LinkedHashMap<>();
    private final List<RunEvent.SelectedGroups> told = new ArrayList<>();

    /**
     * @param selector says which links stay; of every weight the largest does, of equal ones the last
     * @param weights names of those it looks at
     * @throws EspalierException when a value is not finite
     */
    public LinkSelection(GroupSelector selector, Network network, List<String> weights) {
        Links links = new Links(network.weights().stream()
                .filter(weight -> weights.contains(weight.shape().name()))
                .toList());
        double[] norms = links.norms();
        boolean[] stays = new boolean[norms.length];
        selector.select(links, norms.clone(), stays);
        for (int p = 0; p < links.parameters(); p++) {
            int from = links.first(p);
            int to = links.first(p + 1);
            stays[largest(norms, from, to)] = true;
            WeightStore store = links.weights.get(p).seen();
            long[] all = store.positions();
            long[] chosen = IntStream.range(0, to - from)
                    .filter(k -> stays[from + k])
                    .mapToLong(k -> all[k])
                    .toArray();
            kept.put(store.shape().name(), chosen);
            told.add(new RunEvent.SelectedGroups(store.shape().name(), chosen.length, to - from));
        }
    }

    private static int largest(double[] norms, int from, int to) {
        int found = from;
        for (int k = from + 1; k < to; k++) {
            found = norms[k] >= norms[found] ? k : found;
        }
        return found;
    }

    public LinkMask mask() {
        return new LinkMask(kept);
    }

    /** How much of each weight stays. */
    public List<RunEvent.SelectedGroups> told() {
        return told;
    }

    /** Every link is a group, weight by weight. */
    private static final class Links implements GroupView {
        private final List<TrainedWeight> weights;
        private final int[] firsts;

        Links(List<TrainedWeight> weights) {
            this.weights = weights;
            this.firsts = new int[weights.size() + 1];
            for (int p = 0; p < weights.size(); p++) {
                firsts[p + 1] = Math.addExact(firsts[p], weights.get(p).seen().count());
            }
        }

        double[] norms() {
            double[] norms = new double[count()];
            for (int p = 0; p < weights.size(); p++) {
                WeightStore store = weights.get(p).seen();
                for (int k = 0; k < store.count(); k++) {
                    float value = NativeMemory.getFloat(store.values() + 4L * k);
                    if (!Float.isFinite(value)) {
                        throw new EspalierException("No mask can be made: the value of link " + k + " of "
                                + store.shape().name() + " is " + value + ".");
                    }
                    norms[firsts[p] + k] = Math.abs(value);
                }
            }
            return norms;
        }

        @Override
        public int count() {
            return firsts[weights.size()];
        }

        @Override
        public int size(int group) {
            return 1;
        }

        @Override
        public double flops(int group) {
            int weight = 0;
            while (firsts[weight + 1] <= group) {
                weight++;
            }
            return 2.0 * weights.get(weight).spec().uses();
        }

        @Override
        public double step(int group) {
            return 0;
        }

        @Override
        public int parameters() {
            return weights.size();
        }

        @Override
        public int first(int parameter) {
            return firsts[parameter];
        }
    }
}
