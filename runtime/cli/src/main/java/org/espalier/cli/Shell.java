package org.espalier.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.espalier.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

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
        Explainer explainer = new Explainer(terminal, List.of(arguments).contains("--debug"));
        line.setParameterExceptionHandler(
                (e, given) -> explainer.wrongCommand(e).number());
        line.setExecutionExceptionHandler(
                (e, command, parsed) -> explainer.failure(e).number());
        try {
            return line.execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return explainer.failure(e).number();
        }
    }

    /** The commands with their help. */
    CommandLine commands() {
        CommandLine line = new CommandLine(new EspalierCommand())
                .addSubcommand(new RunCommand(surroundings))
                .addSubcommand(new ResumeCommand(surroundings))
                .addSubcommand(new NewCommand(surroundings))
                .addSubcommand(new ImportCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new PlanCommand(surroundings))
                .addSubcommand(new CommandLine(new BenchCommand(surroundings))
                        .addSubcommand(new BenchKernelsCommand(surroundings)))
                .addSubcommand(new ShowCommand(surroundings))
                .addSubcommand(new EvaluateCommand(surroundings))
                .addSubcommand(new PredictCommand(surroundings))
                .addSubcommand(new StudyCommand(surroundings))
                .addSubcommand(new CommandLine(new PluginsCommand())
                        .addSubcommand(new PluginsListCommand(surroundings))
                        .addSubcommand(new PluginsDescribeCommand(surroundings))
                        .addSubcommand(new PluginsAddCommand(surroundings)))
                .addSubcommand(new CommandLine(new DataCommand())
                        .addSubcommand(new DataListCommand(surroundings))
                        .addSubcommand(new DataDescribeCommand(surroundings)))
                .addSubcommand(new VersionCommand(surroundings));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpWidth(Math.clamp(terminal.columns(), 60, 110));
        line.setUsageHelpAutoWidth(false);
        line.setAbbreviatedOptionsAllowed(false);
        line.registerConverter(Integer.class, Shell::wholeNumber);
        arrangeHelp(line);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return line;
    }

    private static Integer wholeNumber(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    /** Help for every command: options in the order in which they matter, the synopsis short. */
    private static void arrangeHelp(CommandLine line) {
        CommandSpec command = line.getCommandSpec();
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        command.usageMessage()
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n");
        line.getSubcommands().values().forEach(Shell::arrangeHelp);
    }
}
