package org.espalier.cli;

import org.espalier.cli.isolated.IsolatedRun;
import sun.misc.Signal;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        IsolatedRun.begin(() -> Signal.raise(new Signal("TERM")));
        System.exit(new Shell(Surroundings.ofProcess()).run(arguments));
    }
}
