package org.espalier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier data}: the word before list. */
@Command(
        name = "data",
        description = "Show which public data sets are at hand.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class DataCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
