package org.espalier.cli;

import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.diagnostic.RecipeException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads a command line, runs its command and turns whatever goes wrong into sentences and an exit code. */
final class Shell {
    private final Surroundings surroundings;
    private final Terminal terminal;

    Shell(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.terminal = surroundings.terminal();
    }

    /** The exit code. */
    int run(String... arguments) {
        CommandLine line = commands();
        line.setParameterExceptionHandler((e, given) -> explain(e));
        line.setExecutionExceptionHandler((e, command, parsed) -> explain(e, isDebug(arguments)));
        try {
            return line.execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return explain(e, isDebug(arguments));
        }
    }

    /** The commands with their help. */
    CommandLine commands() {
        CommandLine line = new CommandLine(new EspalierCommand())
                .addSubcommand(new RunCommand(surroundings))
                .addSubcommand(new NewCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new PlanCommand(surroundings))
                .addSubcommand(new EvaluateCommand(surroundings))
                .addSubcommand(new StudyCommand(surroundings))
                .addSubcommand(new CommandLine(new PluginsCommand())
                        .addSubcommand(new PluginsListCommand(surroundings))
                        .addSubcommand(new PluginsDescribeCommand(surroundings))
                        .addSubcommand(new PluginsAddCommand(surroundings)))
                .addSubcommand(new CommandLine(new DataCommand()).addSubcommand(new DataListCommand(surroundings)))
                .addSubcommand(new VersionCommand(surroundings));
        line.setOut(new java.io.PrintWriter(terminal.out(), true));
        line.setErr(new java.io.PrintWriter(terminal.err(), true));
        line.setUsageHelpWidth(Math.clamp(terminal.columns(), 60, 110));
        line.setUsageHelpAutoWidth(false);
        line.setAbbreviatedOptionsAllowed(false);
        line.registerConverter(Integer.class, Shell::wholeNumber);
        arrangeHelp(line);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.live() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return line;
    }

    private static Integer wholeNumber(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    /** Options in the order in which they matter, the synopsis short, a line between the parts. */
    private static void arrangeHelp(CommandLine line) {
        line.getCommandSpec()
                .usageMessage()
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n");
        line.getSubcommands().values().forEach(Shell::arrangeHelp);
    }

    private static boolean isDebug(String[] arguments) {
        return List.of(arguments).contains("--debug");
    }

    private int explain(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName(" ");
        if (isMissingCommand(e)) {
            command.usage(terminal.err());
            return ExitCode.WRONG.number();
        }
        terminal.note(
                switch (e) {
                    case UnmatchedArgumentException unmatched -> unmatched(unmatched, name);
                    case MissingParameterException missing -> missing(missing, name);
                    default -> name + ": " + sentence(e);
                });
        terminal.note("'" + name + " --help' shows what can be said.");
        return ExitCode.WRONG.number();
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

    private int explain(Throwable e, boolean debug) {
        ExitCode code = switch (e) {
            case RecipeException wrong -> {
                terminal.note(String.valueOf(wrong.getMessage()));
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
        return code.number();
    }
}
