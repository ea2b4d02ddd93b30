package org.espalier.core.train;

import java.util.List;
import java.util.Map;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.operation.Mixture;
import org.espalier.core.plan.Expectation;
import org.espalier.core.program.Program;

/** How often experts see a position, over many batches. */
final class ExpertLoad {
    private final Mixture mixture;
    private final Plane gates;
    private final long[] seen;
    private long positions;
    private long examples;

    private ExpertLoad(Mixture mixture, Plane gates) {
        this.mixture = mixture;
        this.gates = gates;
        this.seen = new long[gates.features()];
    }

    /** One for each mixture of a model. */
    static List<ExpertLoad> of(Model model, Program program) {
        return Mixture.of(model).stream()
                .map(mixture -> new ExpertLoad(mixture, program.gates(mixture)))
                .toList();
    }

    /** Adds the examples of a batch that are there. */
    void add(int live) {
        for (int tile = 0; tile < gates.tiles(); tile++) {
            int block = tile / gates.grid().positions();
            int there = Math.clamp((long) live - (long) block * gates.lanes(), 0, gates.lanes());
            for (int e = 0; e < seen.length; e++) {
                long row = gates.numbered(tile) + 4L * e * gates.lanes();
                for (int lane = 0; lane < there; lane++) {
                    seen[e] += NativeMemory.getFloat(row + 4L * lane) == 0f ? 0 : 1;
                }
            }
            positions += there;
        }
        examples += live;
    }

    /** Takes down what is measured of some mixtures: the most uneven load, the mean number of experts of a position, and the largest share of dropped routes. */
    static void measure(List<ExpertLoad> mixtures, Map<String, Double> values) {
        if (!mixtures.isEmpty()) {
            values.put(
                    Expectation.EXPERT_LOAD,
                    mixtures.stream().mapToDouble(ExpertLoad::uneven).max().orElseThrow());
            values.put(
                    Expectation.EXPERTS_USED,
                    mixtures.stream().mapToDouble(ExpertLoad::used).average().orElseThrow());
            values.put(
                    Expectation.ROUTES_DROPPED,
                    mixtures.stream().mapToDouble(ExpertLoad::dropped).max().orElseThrow());
        }
    }

    private long routes() {
        long routes = 0;
        for (long each : seen) {
            routes += each;
        }
        return routes;
    }

    /** What the expert that sees most sees, over what an expert sees in the mean. */
    private double uneven() {
        long most = 0;
        for (long each : seen) {
            most = Math.max(most, each);
        }
        return most == 0 ? 1 : (double) most * seen.length / routes();
    }

    /** Experts of a position, in the mean. */
    private double used() {
        return positions == 0 ? 0 : (double) routes() / positions;
    }

    /** Of the experts that positions are meant for, those that had no room. */
    private double dropped() {
        long meant = positions * mixture.limited().orElse(0);
        return meant == 0 ? 0 : (double) (meant - routes()) / meant;
    }

    /** Takes down how often an example uses each link of an expert, by the weight's name. */
    void uses(Map<String, Double> byWeight) {
        for (int e = 0; e < seen.length; e++) {
            for (String weight : mixture.weights().get(e)) {
                byWeight.put(weight, examples == 0 ? 0 : (double) seen[e] / examples);
            }
        }
    }
}
