package org.espalier.core.guard;

import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Regularizer;

/** Calls a regularizer. What it writes is looked at by the engine, which knows the groups. */
record RegularizerGuard(Regularizer plugin, Calls calls) implements Regularizer, Guarded {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public double value(GroupView groups, double[] norms) {
        calls.enter("value");
        try {
            double value = plugin.value(groups, norms);
            calls.returned();
            if (!(value >= 0 && value <= Double.MAX_VALUE)) {
                throw calls.wrong("value", value + "; a penalty is finite and at least 0.");
            }
            return value;
        } catch (Throwable e) {
            throw calls.failed("value", e);
        } finally {
            calls.leave();
        }
    }

    @Override
    public void prox(GroupView groups, double[] norms) {
        calls.enter("prox");
        try {
            plugin.prox(groups, norms);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed("prox", e);
        } finally {
            calls.leave();
        }
    }

    @Override
    public void slopes(GroupView groups, double[] norms, double[] slopes) {
        calls.enter("slopes");
        try {
            plugin.slopes(groups, norms, slopes);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed("slopes", e);
        } finally {
            calls.leave();
        }
    }
}
