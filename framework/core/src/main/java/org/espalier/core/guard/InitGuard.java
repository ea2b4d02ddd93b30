package org.espalier.core.guard;

import org.espalier.api.RandomStream;
import org.espalier.api.graph.StartValue;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.WeightLinks;

/** Calls what starts weights; every first value is finite. */
record InitGuard(StartValues plugin, Calls calls) implements StartValues, Guarded {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public StartValue start(WeightLinks links, RandomStream random) {
        StartValue start = calls.get("start", () -> plugin.start(links, random));
        return (row, column) -> value(start, links, row, column);
    }

    /** There is one call for each link, so nothing is made for it. */
    private double value(StartValue start, WeightLinks links, int row, int column) {
        double value;
        calls.enter("at");
        try {
            value = start.at(row, column);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed("at", e);
        } finally {
            calls.leave();
        }
        if (!Float.isFinite((float) value)) {
            throw calls.wrong(
                    "at",
                    value + " for the link from column " + column + " to row " + row + " of "
                            + links.shape().name() + "; a first value is finite as a float.");
        }
        return value;
    }
}
