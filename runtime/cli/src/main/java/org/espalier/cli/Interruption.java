package org.espalier.cli;

import org.espalier.cli.terminal.Progress;
import org.espalier.core.run.RunControl;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** While it is open, Ctrl-C asks the run to end at the next step; a second one ends the process at once. */
final class Interruption implements AutoCloseable {
    private static final Signal CTRL_C = new Signal("INT");
    private static final Signal TERMINATE = new Signal("TERM");

    private final SignalHandler beforeCtrlC;
    private final SignalHandler beforeTerminate;

    private Interruption(SignalHandler handler) {
        beforeCtrlC = Signal.handle(CTRL_C, handler);
        beforeTerminate = Signal.handle(TERMINATE, handler);
    }

    static Interruption of(RunControl control, Progress progress) {
        return new Interruption(signal -> {
            if (control.stopRequested()) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
            }
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
