package org.espalier.cli.terminal;

import java.util.function.Consumer;
import org.espalier.core.run.RunEvent;

/** Shows the events of a run while it goes on. */
public sealed interface Progress extends Consumer<RunEvent>, AutoCloseable
        permits JsonProgress, LiveProgress, PlainProgress, QuietProgress {
    /** A sentence for a person that is not an event of the run. May be called by another thread. */
    void note(String text);

    /** Leaves the terminal as it was found. */
    @Override
    void close();

    /** The kind of progress that suits the terminal and what the person asked for. */
    static Progress on(Terminal terminal, boolean json, boolean quiet) {
        if (json) {
            return new JsonProgress(terminal.out());
        }
        if (quiet) {
            return new QuietProgress(terminal.err());
        }
        PlainProgress lines = new PlainProgress(terminal.err());
        return terminal.live() ? new LiveProgress(terminal, lines, System::nanoTime) : lines;
    }
}
