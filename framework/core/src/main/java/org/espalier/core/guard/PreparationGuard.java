package org.espalier.core.guard;

import org.espalier.api.border.Dataset;
import org.espalier.api.border.Preparation;

/** Calls a preparation; it keeps the examples and what they are judged by. */
record PreparationGuard(Preparation plugin, Calls calls) implements Preparation, Guarded {
    private static final String CALL = "apply";

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public Dataset apply(Dataset data) {
        return calls.get(CALL, () -> {
            Dataset prepared = new DatasetCheck(calls, CALL).guarded(calls.given(CALL, plugin.apply(data)));
            same("training examples", data.train().count(), prepared.train().count());
            same("test examples", data.test().count(), prepared.test().count());
            return prepared;
        });
    }

    private void same(String what, int before, int after) {
        if (before != after) {
            throw calls.wrong(CALL, after + " " + what + " of " + before + "; a preparation keeps every example.");
        }
    }
}
