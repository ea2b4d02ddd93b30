package org.espalier.cli;

import java.util.concurrent.atomic.AtomicLong;
import org.espalier.cli.terminal.Progress;
import org.espalier.core.run.RunControl;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** While it is open, Ctrl-C asks the run to end at the next step; a second one ends the process at once. */
final class Interruption implements AutoCloseable {
    private static final Signal CTRL_C = new Signal("INT");
    private static final Signal TERMINATE = new Signal("TERM");

    /** An isolated run hears of the same key twice: from the terminal and from the process it belongs to. */
    private static final long ONE_KEY = 250_000_000L;

    private final SignalHandler beforeCtrlC;
    private final SignalHandler beforeTerminate;

    private Interruption(SignalHandler handler) {
        beforeCtrlC = Signal.handle(CTRL_C, handler);
        beforeTerminate = Signal.handle(TERMINATE, handler);
    }

    static Interruption of(RunControl control, Progress progress) {
        AtomicLong first = new AtomicLong();
        return new Interruption(signal -> {
            if (control.stopRequested()) {
                if (System.nanoTime() - first.get() > ONE_KEY) {
                    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
                }
                return;
            }
            first.set(System.nanoTime());
            control.stop();
            progress.note("Ending after this step and writing what was done. (Ctrl-C again ends at once.)");
        });
    }

    @Override
    public void close() {
        Signal.handle(CTRL_C, beforeCtrlC);
        Signal.handle(TERMINATE, beforeTerminate);
    }
}
