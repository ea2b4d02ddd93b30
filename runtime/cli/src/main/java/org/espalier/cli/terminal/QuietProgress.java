package org.espalier.cli.terminal;

import java.io.PrintStream;
import org.espalier.core.run.RunEvent;

/** Says only what a person should know. */
record QuietProgress(PrintStream err) implements Progress {
    @Override
    public void accept(RunEvent event) {
        if (event instanceof RunEvent.Note(String text)) {
            note(text);
        }
    }

    @Override
    public void note(String text) {
        err.println(text);
    }

    @Override
    public void close() {
        err.flush();
    }
}
