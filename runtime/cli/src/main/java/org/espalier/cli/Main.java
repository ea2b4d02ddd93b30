package org.espalier.cli;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new Shell(Surroundings.ofProcess()).run(arguments));
    }
}
