package org.espalier.cli.isolated;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** While it is open, a request to end this process goes to a child, which then ends in order. */
final class Forwarding implements AutoCloseable {
    private final Map<String, SignalHandler> before = new TreeMap<>();

    private Forwarding() {}

    static Forwarding to(Process child) {
        Forwarding forwarding = new Forwarding();
        for (String signal : List.of("INT", "TERM")) {
            forwarding.before.put(signal, Signal.handle(new Signal(signal), s -> child.destroy()));
        }
        return forwarding;
    }

    @Override
    public void close() {
        before.forEach((signal, handler) -> Signal.handle(new Signal(signal), handler));
    }
}
