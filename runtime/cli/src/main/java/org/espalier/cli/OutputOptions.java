package org.espalier.cli;

import picocli.CommandLine.Option;

/** How much a command says. */
final class OutputOptions {
    @Option(names = "--quiet", description = "Say only the result and what went wrong.")
    private boolean quiet;

    @Option(names = "--json", description = "Say everything as JSON, one value a line.")
    private boolean json;

    @Option(names = "--debug", description = "Show the stack trace of a failure.")
    private boolean debug;

    boolean quiet() {
        return quiet;
    }

    boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }
}
