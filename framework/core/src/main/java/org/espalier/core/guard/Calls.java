package org.espalier.core.guard;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a guard calls its plugin. A call that happens seldom is a {@link #get}; one in a hot loop, where nothing may be
 * allocated, is written out:
 *
 * <pre>{@code
 * calls.enter("update");
 * try {
 *     optimizer.update(values, gradients, slots, count, step);
 *     calls.returned();
 * } catch (Throwable e) {
 *     throw calls.failed("update", e);
 * } finally {
 *     calls.leave();
 * }
 * }</pre>
 *
 * @param caller the plugin
 * @param watch of the run
 */
record Calls(Caller caller, CallWatch watch) {
    void enter(String call) {
        watch.enter(caller, call);
    }

    /** The plugin came back; throws when it took too long. */
    void returned() {
        watch.throwIfOver();
    }

    /** What to throw after a call threw something. */
    PluginFault failed(String call, Throwable thrown) {
        watch.throwIfOver();
        // A fault of a plugin that this one called, or one found in the answer, is told as it is.
        return thrown instanceof PluginFault fault ? fault : PluginFault.thrown(caller, call, thrown);
    }

    void leave() {
        watch.leave();
    }

    PluginFault wrong(String call, String answer) {
        return PluginFault.wrong(caller, call, answer);
    }

    /** Refuses null. */
    <R> R given(String call, @Nullable R answer) {
        if (answer == null) {
            throw wrong(call, "null.");
        }
        return answer;
    }

    /** A call with an answer, which is not null. */
    <R> R get(String call, Supplier<R> body) {
        enter(call);
        try {
            R answer = body.get();
            returned();
            return given(call, answer);
        } catch (Throwable e) {
            throw failed(call, e);
        } finally {
            leave();
        }
    }

    /** A call without an answer. */
    void run(String call, Runnable body) {
        enter(call);
        try {
            body.run();
            returned();
        } catch (Throwable e) {
            throw failed(call, e);
        } finally {
            leave();
        }
    }
}
