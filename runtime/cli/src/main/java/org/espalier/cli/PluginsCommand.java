package org.espalier.cli;

import picocli.CommandLine.Command;

/** {@code espalier plugins}: the word before list, describe and add. */
@Command(
        name = "plugins",
        description = "Show the plugins recipes can name, or add one.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class PluginsCommand {}
