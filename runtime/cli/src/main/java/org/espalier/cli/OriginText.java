package org.espalier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.provenance.BundleIdentity;

/** What made a run or a model, as lines for a person. */
final class OriginText {
    private OriginText() {}

    /** What the recipe was, under a title. */
    static List<String> recipe(String name, String sha256, long seed, Map<String, String> params) {
        TextTable table = new TextTable("ll").row("recipe", name).row("sha256", sha256);
        table.row("seed", Long.toString(seed));
        if (!params.isEmpty()) {
            table.row(
                    "params",
                    params.entrySet().stream()
                            .map(p -> p.getKey() + " = " + p.getValue())
                            .collect(Collectors.joining(", ")));
        }
        return table.lines();
    }

    /** The software and the machine. */
    static List<String> madeBy(String espalier, String backend, String java, String machine) {
        return titled(
                "Made by",
                new TextTable("ll")
                        .row("Espalier", espalier)
                        .row("backend", backend)
                        .row("Java", java)
                        .row("machine", machine));
    }

    static List<String> bundles(List<BundleIdentity> bundles) {
        TextTable table = new TextTable("lll");
        bundles.forEach(bundle -> table.row(
                bundle.name(),
                bundle.version(),
                bundle.sha256().isEmpty() ? "from no file" : "sha256:" + bundle.sha256()));
        return titled("Bundles", table);
    }

    static List<String> data(Map<String, String> data) {
        TextTable table = new TextTable("ll");
        data.forEach((name, digest) -> table.row(name, digest));
        return titled("Data", table);
    }

    /** A table under its title; nothing when it is empty. */
    static List<String> titled(String title, TextTable table) {
        List<String> lines = new ArrayList<>(table.lines());
        if (!lines.isEmpty()) {
            lines.addFirst(title + ":");
        }
        return lines;
    }
}
