package org.espalier.core.guard;

import org.espalier.api.loop.GroupSelector;
import org.espalier.api.loop.GroupView;

/** Calls a selector of groups. */
record SelectorGuard(GroupSelector plugin, Calls calls) implements GroupSelector, Guarded {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public void select(GroupView groups, double[] norms, boolean[] kept) {
        calls.enter("select");
        try {
            plugin.select(groups, norms, kept);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed("select", e);
        } finally {
            calls.leave();
        }
    }
}
