package org.espalier.core.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.core.graph.Flow;
import org.espalier.core.graph.FlowWalk;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.storage.WeightStore;

/**
 * How much of what flows through a network goes through each of its links (Tanaka et al., "Pruning neural networks without
 * any data by iteratively conserving synaptic flow", NeurIPS 2020): with the input of ones, the magnitudes of all values
 * and nothing added, R is the sum of the outputs, and the share of a link is {@code |w| dR/d|w| / R}. The shares of the
 * links of a layer that everything goes through add up to 1, and as much comes to a unit as leaves it. No parameter is
 * touched, and no data are read.
 *
 * <p>Computed in double by one thread, an example's multiplications once there and once back.
 */
final class SynapticFlow {
    private final Network network;
    private final Map<Value, double[]> come = new HashMap<>();
    /** By value: how much of a unit there gets to the outputs. */
    private final Map<Value, double[]> goes = new HashMap<>();

    private final Map<String, double[]> shares = new HashMap<>();
    private double total;

    private SynapticFlow(Network network) {
        this.network = network;
    }

    /**
     * @throws EspalierException when an operation lets nothing through, or R is beyond doubles
     */
    static SynapticFlow of(Model model, Network network) {
        SynapticFlow flow = new SynapticFlow(network);
        flow.goThere(model);
        flow.goBack(model);
        return flow;
    }

    /** R. */
    double total() {
        return total;
    }

    /** By stored link of a weight, in [0, 1]; all 0 when R is. */
    double[] shares(String weight) {
        return shares.computeIfAbsent(
                weight, name -> new double[network.weight(name).seen().count()]);
    }

    private static Flow flow(Operation operation) {
        return operation
                .flow()
                .orElseThrow(() -> new EspalierException(
                        "Synaptic flow ends at " + operation.label() + ", which is not linear in magnitudes."));
    }

    private static double[] of(Map<Value, double[]> map, Value value) {
        return map.computeIfAbsent(
                value, v -> new double[v.features() * v.positions().positions()]);
    }

    private static int index(Value value, int feature, int position) {
        return feature * value.positions().positions() + position;
    }

    private void goThere(Model model) {
        Arrays.fill(of(come, model.input()), 1);
        Walk walk = new Walk(false);
        model.operations().forEach(operation -> flow(operation).carry(walk));
        total = Arrays.stream(of(come, model.output())).sum();
        if (!Double.isFinite(total)) {
            throw new EspalierException("What flows through the network is beyond doubles: it has too many layers for"
                    + " synaptic flow, or values that are not finite.");
        }
    }

    private void goBack(Model model) {
        if (total > 0) {
            Arrays.fill(of(goes, model.output()), 1 / total);
            Walk walk = new Walk(true);
            model.operations().reversed().forEach(operation -> flow(operation).carry(walk));
        }
    }

    /** There or back. */
    private final class Walk implements FlowWalk {
        private final boolean back;

        Walk(boolean back) {
            this.back = back;
        }

        @Override
        public double at(Value value, int feature, int position) {
            return of(come, value)[index(value, feature, position)];
        }

        @Override
        public double number(ParameterSpec numbers, int index) {
            return NativeMemory.getFloat(network.numbers(numbers).values() + 4L * index);
        }

        @Override
        public void carry(Value from, int feature, int position, Value to, int other, int place, double factor) {
            int source = index(from, feature, position);
            int target = index(to, other, place);
            if (back) {
                of(goes, from)[source] += factor * of(goes, to)[target];
            } else {
                of(come, to)[target] += factor * of(come, from)[source];
            }
        }

        @Override
        public void weigh(MatrixShape weight, int groups, Value from, Value to, int[][] places) {
            WeightStore store = network.weight(weight.name()).seen();
            Ends ends = new Ends(of(come, from), of(come, to), of(goes, from), of(goes, to));
            double[] share = shares(weight.name());
            int rows = weight.rows() / groups;
            for (int row = 0; row < weight.rows(); row++) {
                int target = index(to, row, 0);
                for (int k = store.rowStart(row); k < store.rowStart(row + 1); k++) {
                    int column = store.column(k);
                    int source = index(from, row / rows * weight.channels() + column / weight.taps(), 0);
                    int[] pairs = places[column % weight.taps()];
                    double size = Math.abs(NativeMemory.getFloat(store.values() + 4L * k));
                    if (back) {
                        share[k] += ends.back(source, target, pairs, size);
                    } else {
                        ends.there(source, target, pairs, size);
                    }
                }
            }
        }
    }

    /** The numbers at both ends of a weight. */
    private record Ends(double[] in, double[] out, double[] inGoes, double[] outGoes) {
        void there(int source, int target, int[] pairs, double size) {
            for (int i = 0; i < pairs.length; i += 2) {
                out[target + pairs[i + 1]] += size * in[source + pairs[i]];
            }
        }

        double back(int source, int target, int[] pairs, double size) {
            double share = 0;
            for (int i = 0; i < pairs.length; i += 2) {
                double on = size * outGoes[target + pairs[i + 1]];
                inGoes[source + pairs[i]] += on;
                share += on * in[source + pairs[i]];
            }
            return share;
        }
    }
}
