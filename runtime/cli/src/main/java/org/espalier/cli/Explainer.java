package org.espalier.cli;

import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.diagnostic.DiagnosticPrinter;
import org.espalier.core.diagnostic.RecipeException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into sentences and an exit code. */
final class Explainer {
    private final Terminal terminal;
    private final boolean debug;

    Explainer(Terminal terminal, boolean debug) {
        this.terminal = terminal;
        this.debug = debug;
    }

    /** The command line cannot be understood. */
    ExitCode wrongCommand(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName(" ");
        if (isMissingCommand(e)) {
            command.usage(terminal.err());
            return ExitCode.WRONG;
        }
        terminal.note(
                switch (e) {
                    case UnmatchedArgumentException unmatched -> unmatched(unmatched, name);
                    case MissingParameterException missing -> missing(missing, name);
                    default -> name + ": " + sentence(e);
                });
        terminal.note("'" + name + " --help' shows what can be said.");
        return ExitCode.WRONG;
    }

    /** Whether no more than {@code espalier} or {@code espalier plugins} was said. */
    private static boolean isMissingCommand(ParameterException e) {
        return !e.getCommandLine().getSubcommands().isEmpty()
                && !(e instanceof UnmatchedArgumentException)
                && !(e instanceof MissingParameterException);
    }

    private static String unmatched(UnmatchedArgumentException e, String name) {
        String word = e.getUnmatched().getFirst();
        boolean option = word.startsWith("-");
        boolean command = !option && !e.getCommandLine().getSubcommands().isEmpty();
        String what = option ? "option" : command ? "command" : "place for";
        List<String> close = e.getSuggestions();
        return name + " has no " + what + " '" + word + "'."
                + (close.isEmpty() ? "" : " Did you mean " + String.join(" or ", close) + "?");
    }

    private static String missing(MissingParameterException e, String name) {
        List<String> labels = e.getMissing().stream()
                .map(CommandLine.Model.ArgSpec::paramLabel)
                .toList();
        return name + " needs " + String.join(" and ", labels) + ".";
    }

    private static String sentence(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.endsWith(".") ? message : message + ".";
    }

    /** The command was understood and could not be done. */
    ExitCode failure(Throwable e) {
        ExitCode code = switch (e) {
            case RecipeException wrong -> {
                terminal.err().print(new DiagnosticPrinter(terminal.colour()).print(wrong.diagnostics()));
                yield ExitCode.WRONG;
            }
            case UsageException wrong -> {
                terminal.note(String.valueOf(wrong.getMessage()));
                yield ExitCode.WRONG;
            }
            case EspalierException failed -> {
                terminal.note(String.valueOf(failed.getMessage()));
                yield ExitCode.FAILED;
            }
            case OutOfMemoryError full -> {
                terminal.note("The memory does not suffice (" + full.getMessage()
                        + "). 'espalier plan' shows what the recipe needs.");
                yield ExitCode.FAILED;
            }
            default -> {
                terminal.note("Espalier failed in a way it should not: " + e
                        + (debug ? "" : "\nRun it again with --debug for the details to report."));
                yield ExitCode.FAILED;
            }
        };
        if (debug) {
            e.printStackTrace(terminal.err());
        }
        return code;
    }
}
