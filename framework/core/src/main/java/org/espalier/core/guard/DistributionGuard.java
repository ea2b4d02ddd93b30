package org.espalier.core.guard;

import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.number.LayerDistribution;

/** Calls a distribution; its counts fit their layers and sum to the budget. */
record DistributionGuard(LayerDistribution plugin, Calls calls) implements LayerDistribution, Guarded {
    private static final String CALL = "distribute";

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public boolean byScore() {
        return calls.get("byScore", plugin::byScore);
    }

    @Override
    public long[] distribute(List<MatrixShape> layers, long links) {
        calls.enter(CALL);
        try {
            long[] counts = calls.given(CALL, plugin.distribute(List.copyOf(layers), links))
                    .clone();
            calls.returned();
            check(layers, links, counts);
            return counts;
        } catch (EspalierException e) {
            // A budget out of reach is an answer, and its sentence speaks of the recipe.
            calls.returned();
            throw e;
        } catch (Throwable e) {
            throw calls.failed(CALL, e);
        } finally {
            calls.leave();
        }
    }

    private void check(List<MatrixShape> layers, long links, long[] counts) {
        if (counts.length != layers.size()) {
            throw calls.wrong(CALL, counts.length + " counts for " + layers.size() + " layers.");
        }
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            MatrixShape layer = layers.get(i);
            if (counts[i] < 1 || counts[i] > layer.positions()) {
                throw calls.wrong(
                        CALL,
                        counts[i] + " links for " + layer.name() + "; allowed are 1 to " + layer.positions() + ".");
            }
            sum += counts[i];
        }
        if (sum != links) {
            throw calls.wrong(CALL, "the counts sum to " + sum + ", the budget is " + links + " links.");
        }
    }
}
