package org.espalier.cli;

import picocli.CommandLine.Command;

/** {@code espalier data}: the word before list and describe. */
@Command(
        name = "data",
        description = "Show which public data sets are at hand, and what data hold.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class DataCommand {}
