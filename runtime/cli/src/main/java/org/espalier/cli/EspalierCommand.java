package org.espalier.cli;

import picocli.CommandLine.Command;

/** The word before all others. */
@Command(
        name = "espalier",
        synopsisSubcommandLabel = "COMMAND",
        description = "Trains neural networks truly sparse on ordinary CPUs, from recipes.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "A first run:          espalier run recipes/quickstart.groovy",
            "A recipe of your own: espalier new mine --from quickstart",
            "More on a command:    espalier COMMAND --help",
            "",
            "Exit codes:",
            "  0 done, 1 failed while running, 2 the recipe or the command is wrong,",
            "  3 ran but an expectation was not met, 130 interrupted"
        })
final class EspalierCommand {}
