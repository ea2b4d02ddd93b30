package org.espalier.core.guard;

import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;

/** Calls a metric and its accumulators. */
final class MetricGuard implements Metric, Guarded {
    private final Metric plugin;
    private final Calls calls;
    private final boolean higherIsBetter;

    MetricGuard(Metric plugin, Calls calls) {
        this.plugin = plugin;
        this.calls = calls;
        this.higherIsBetter = calls.get("higherIsBetter", plugin::higherIsBetter);
    }

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    @Override
    public Accumulator start() {
        return new GuardedAccumulator(calls.get("start", plugin::start), calls);
    }

    private record GuardedAccumulator(Accumulator plugin, Calls calls) implements Accumulator {
        @Override
        public void add(Predictions predictions) {
            calls.run("add", () -> plugin.add(predictions));
        }

        @Override
        public double value() {
            return calls.get("value", plugin::value);
        }
    }
}
