package org.espalier.cli;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.Terminal;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.files.DataInventory;
import org.espalier.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code espalier data list}. */
@Command(
        name = "list",
        description =
                "List the files of public data sets: where they were found, whether they are whole, their digests.")
final class DataListCommand implements Callable<Integer> {
    private static final int SHOWN_DIGITS = 12;

    private final Surroundings surroundings;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    DataListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Terminal terminal = surroundings.terminal();
        List<DataInventory.Entry> entries;
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            entries = bench.espalier().publicData();
        }
        if (output.json()) {
            entries.forEach(entry -> terminal.say(Json.of(entry).compact()));
        } else {
            table(entries).lines().forEach(terminal::say);
            terminal.say("");
            terminal.say("  Looked in "
                    + engine.data(surroundings)
                            .map(d -> surroundings.show(d) + " and ")
                            .orElse("") + surroundings.show(surroundings.dataCache())
                    + ". What is missing is fetched when a recipe needs it.");
        }
        boolean damaged = entries.stream()
                .anyMatch(e -> e.state() == DataInventory.State.DAMAGED || e.state() == DataInventory.State.UNREADABLE);
        return (damaged ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    private TextTable table(List<DataInventory.Entry> entries) {
        TextTable table = new TextTable("lrlll").row("FILE", "SIZE", "STATE", "SHA-256", "WHERE");
        for (DataInventory.Entry entry : entries) {
            boolean found = entry.path().isPresent();
            table.row(
                    entry.file().dataset() + "/" + entry.file().name(),
                    Figures.bytes(found ? entry.bytes() : entry.file().bytes()),
                    state(entry.state()),
                    entry.sha256().isEmpty() ? "" : entry.sha256().substring(0, SHOWN_DIGITS),
                    entry.path()
                            .map(surroundings::show)
                            .orElse(entry.file().uri().map(URI::toString).orElse("to be put there by hand")));
        }
        return table;
    }

    private static String state(DataInventory.State state) {
        return switch (state) {
            case ABSENT -> "not here";
            case WHOLE -> "whole";
            case DAMAGED -> "DAMAGED";
            case UNREADABLE -> "UNREADABLE";
        };
    }
}
