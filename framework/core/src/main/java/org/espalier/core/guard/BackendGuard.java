package org.espalier.core.guard;

import org.espalier.api.backend.Backend;
import org.espalier.api.backend.Kernels;

/**
 * What a backend says of itself, asked for once. Its kernels are called directly: they are the innermost loops, and a
 * backend is trusted as the engine itself is.
 */
record BackendGuard(Calls calls, Kernels kernels, String description, int preference) implements Backend, Guarded {
    static BackendGuard of(Backend plugin, Calls calls) {
        return new BackendGuard(
                calls,
                calls.get("kernels", plugin::kernels),
                calls.get("description", plugin::description),
                calls.get("preference", plugin::preference));
    }

    @Override
    public Caller caller() {
        return calls.caller();
    }
}
