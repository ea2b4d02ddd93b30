package org.espalier.core.guard;

import java.util.function.Supplier;
import org.espalier.api.backend.Backend;
import org.espalier.api.backend.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * What a backend says of itself, asked for once, and only when somebody wants to know. Its kernels are called directly: they
 * are the innermost loops, and a backend is trusted as the engine itself is.
 */
final class BackendGuard implements Backend, Guarded {
    private final Calls calls;
    private final Once<Kernels> kernels;
    private final Once<String> description;
    private final Once<Integer> preference;

    BackendGuard(Backend plugin, Calls calls) {
        this.calls = calls;
        kernels = new Once<>(() -> calls.get("kernels", plugin::kernels));
        description = new Once<>(() -> calls.get("description", plugin::description));
        preference = new Once<>(() -> calls.get("preference", plugin::preference));
    }

    @Override
    public Kernels kernels() {
        return kernels.get();
    }

    @Override
    public String description() {
        return description.get();
    }

    @Override
    public int preference() {
        return preference.get();
    }

    @Override
    public Caller caller() {
        return calls.caller();
    }

    private static final class Once<T> {
        private final Supplier<T> question;
        private @Nullable T answer;

        Once(Supplier<T> question) {
            this.question = question;
        }

        synchronized T get() {
            T known = answer;
            if (known == null) {
                known = question.get();
                answer = known;
            }
            return known;
        }
    }
}
