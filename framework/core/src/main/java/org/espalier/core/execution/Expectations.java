package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.plan.Expectation;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.run.RunSummary;
import org.espalier.core.storage.WeightStore;

/** Compares what a recipe expects with what was measured. */
final class Expectations {
    private Expectations() {}

    /**
     * @param metrics by split and metric
     */
    static List<RunSummary.Check> check(
            List<Expectation> expectations, Network network, Map<String, Map<String, Double>> metrics) {
        List<RunSummary.Check> checks = new ArrayList<>();
        for (Expectation e : expectations) {
            double measured = measured(e, network, metrics);
            checks.add(new RunSummary.Check(
                    text(e), e.wanted(), measured, e.comparison().holds(measured, e.wanted())));
        }
        return checks;
    }

    private static double measured(Expectation e, Network network, Map<String, Map<String, Double>> metrics) {
        return switch (e.metric()) {
            case "sparsity" -> sparsity(e, network);
            case "links" ->
                selected(e, network).stream().mapToLong(w -> w.seen().count()).sum();
            case "filters" ->
                selected(e, network).stream().mapToLong(Expectations::filters).sum();
            default -> metrics.getOrDefault(e.on(), Map.of()).getOrDefault(e.metric(), Double.NaN);
        };
    }

    private static double sparsity(Expectation e, Network network) {
        long links = 0;
        long positions = 0;
        for (TrainedWeight weight : selected(e, network)) {
            links += weight.seen().count();
            positions += weight.shape().positions();
        }
        return positions == 0 ? Double.NaN : (double) (positions - links) / positions;
    }

    /** Rows with a value that is not zero. */
    private static long filters(TrainedWeight weight) {
        WeightStore store = weight.seen();
        BitSet rows = new BitSet();
        for (int k = 0; k < store.count(); k++) {
            if (NativeMemory.getFloat(store.values() + 4L * k) != 0) {
                rows.set(store.row(k));
            }
        }
        return rows.cardinality();
    }

    private static List<TrainedWeight> selected(Expectation e, Network network) {
        LayerSelector selector = new LayerSelector(e.of().isEmpty() ? "*" : e.of(), Place.NONE);
        return network.weights().stream()
                .filter(w -> selector.matches(w.layer()))
                .toList();
    }

    private static String text(Expectation e) {
        String about = e.of().isEmpty() ? "" : " of " + e.of();
        String where = e.on().isEmpty() ? "" : " on " + e.on();
        return e.metric() + about + where + " " + e.comparison().words() + " " + e.wanted();
    }
}
