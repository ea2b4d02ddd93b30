package org.espalier.core.guard;

import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.StartMask;

/** Calls a starting mask; its positions are as many as it counted, ascending and within the weight. */
record StartGuard(StartMask plugin, Calls calls) implements StartMask, Guarded {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public long count(MatrixShape shape, long links) {
        long count = calls.get("count", () -> plugin.count(shape, links));
        if (count < 0 || count > shape.positions()) {
            throw calls.wrong(
                    "count", count + " links for " + shape.name() + "; allowed are 0 to " + shape.positions() + ".");
        }
        return count;
    }

    @Override
    public long[] positions(MatrixShape shape, long links, RandomStream random) {
        long[] positions = calls.get("positions", () -> plugin.positions(shape, links, random));
        if (positions.length != links) {
            throw calls.wrong(
                    "positions",
                    positions.length + " positions for " + shape.name() + ", which starts with " + links + " links.");
        }
        long least = 0;
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] < least || positions[i] >= shape.positions()) {
                throw calls.wrong(
                        "positions",
                        "position " + i + " of " + shape.name() + " is " + positions[i] + "; positions ascend, and here"
                                + " " + least + " to " + (shape.positions() - 1) + " is allowed.");
            }
            least = positions[i] + 1;
        }
        return positions;
    }
}
