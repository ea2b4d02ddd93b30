package org.espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.cli.isolated.IsolatedRun;
import org.espalier.cli.terminal.Terminal;
import org.espalier.osgi.FelixHost;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether a run gets a process of its own. */
final class Isolation {
    private static final String ISOLATED = "--isolated";
    private static final String HEAP = "--heap";

    @Option(
            names = ISOLATED,
            description = "Run in a process of its own, which is killed when it no longer reacts; for plugins that are"
                    + " not trusted with this one's memory.")
    private boolean isolated;

    @Option(
            names = HEAP,
            paramLabel = "SIZE",
            description = "Most Java memory of an isolated run, for example 2g or 800m (a quarter of the machine's).")
    private @Nullable String heap;

    boolean wanted() {
        if (heap != null && !isolated) {
            throw new UsageException("--heap needs --isolated: only a process of its own has a memory of its own.");
        }
        if (heap != null && !heap.matches("[1-9][0-9]{0,8}[kKmMgG]?")) {
            throw new UsageException("--heap takes a size such as 2g or 800m, not '" + heap + "'.");
        }
        return isolated;
    }

    /** Runs the command again in a child, without these options. */
    int run(CommandSpec command, Terminal terminal) {
        List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
        IsolatedRun.End end =
                new IsolatedRun(Main.class.getName(), Optional.ofNullable(heap)).run(withoutThese(arguments));
        boolean known = List.of(ExitCode.values()).stream().anyMatch(code -> code.number() == end.code());
        if (known && !end.killed()) {
            return end.code();
        }
        FelixHost.sweep(Path.of(System.getProperty("java.io.tmpdir")));
        if (end.killed()) {
            terminal.note(
                    "The run's process no longer reacted and was killed. 'espalier resume' goes on from its newest"
                            + " checkpoint.");
        } else {
            terminal.note("The run's process ended by itself with code " + end.code()
                    + (end.code() > 128 ? " (signal " + (end.code() - 128) + ")" : "")
                    + ". 'espalier resume' goes on from its newest checkpoint.");
        }
        return ExitCode.FAILED.number();
    }

    private static List<String> withoutThese(List<String> arguments) {
        List<String> others = new ArrayList<>();
        boolean skip = false;
        for (String argument : arguments) {
            if (!skip && !argument.equals(ISOLATED) && !argument.equals(HEAP) && !argument.startsWith(HEAP + "=")) {
                others.add(argument);
            }
            skip = argument.equals(HEAP);
        }
        return others;
    }
}
