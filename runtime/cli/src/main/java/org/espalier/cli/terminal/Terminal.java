package org.espalier.cli.terminal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the command line writes.
 *
 * @param out results
 * @param err progress, notes and mistakes
 * @param live whether {@code err} is a terminal on which lines can be drawn again
 * @param columns width of the terminal in characters
 * @param outColumns width to which {@code out} is cut where that helps; as wide as can be for files and pipes
 * @param colour whether to write colours
 */
public record Terminal(PrintStream out, PrintStream err, boolean live, int columns, int outColumns, boolean colour) {
    /**
     * The streams of the process. The launcher says in system properties what only a shell can find out: the width, and
     * the device of a terminal, because the JVM's own warning about incubating modules, printed before any of our code
     * runs, can only be kept off the screen by starting it without standard error.
     */
    public static Terminal ofProcess() {
        String device = System.getProperty("espalier.terminal", "");
        int columns = Integer.getInteger("espalier.columns", 80);
        int outColumns = Integer.getInteger("espalier.out.columns", Integer.MAX_VALUE);
        if (!device.isEmpty()) {
            try {
                System.setErr(new PrintStream(new FileOutputStream(device), true, StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Without the device, messages stay where the JVM sends them.
                return new Terminal(utf8(System.out), System.err, false, columns, outColumns, false);
            }
        }
        boolean colour = !device.isEmpty() && System.getenv("NO_COLOR") == null;
        return new Terminal(utf8(System.out), System.err, !device.isEmpty(), columns, outColumns, colour);
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    /** A line of results that may lose its end on a narrow terminal. */
    public void sayCut(String line) {
        say(line.length() <= outColumns ? line : line.substring(0, Math.max(20, outColumns) - 1) + "…");
    }

    /** A line of results. */
    public void say(String line) {
        out.println(line);
    }

    /** A line for a person, apart from results. */
    public void note(String line) {
        err.println(line);
    }
}
