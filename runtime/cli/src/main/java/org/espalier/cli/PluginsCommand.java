package org.espalier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier plugins}: the word before list, describe and add. */
@Command(
        name = "plugins",
        description = "Show the plugins recipes can name, or add one.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class PluginsCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
