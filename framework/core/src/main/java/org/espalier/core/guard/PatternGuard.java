package org.espalier.core.guard;

import java.util.BitSet;
import org.espalier.api.MatrixShape;
import org.espalier.api.score.Pattern;

/** Calls a pattern; counts lie within the weight and masks keep exactly what was asked for. */
record PatternGuard(Pattern plugin, Calls calls) implements Pattern, Guarded {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public boolean free() {
        return calls.get("free", plugin::free);
    }

    @Override
    public long nearestReachable(MatrixShape shape, long links) {
        long reachable = calls.get("nearestReachable", () -> plugin.nearestReachable(shape, links));
        if (reachable < 0 || reachable > shape.positions()) {
            throw calls.wrong(
                    "nearestReachable",
                    reachable + " links for " + shape.name() + "; allowed are 0 to " + shape.positions() + ".");
        }
        return reachable;
    }

    @Override
    public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
        BitSet kept = calls.get("best", () -> plugin.best(shape, positions.clone(), scores, keep));
        if (kept.cardinality() != keep) {
            throw calls.wrong(
                    "best",
                    "a mask of " + kept.cardinality() + " links for " + shape.name() + "; " + keep
                            + " were to be kept.");
        }
        if (kept.length() > positions.length) {
            throw calls.wrong(
                    "best",
                    "a mask that keeps candidate " + (kept.length() - 1) + " of " + shape.name() + "; there are "
                            + positions.length + ".");
        }
        return kept;
    }
}
