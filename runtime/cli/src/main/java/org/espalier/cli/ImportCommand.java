package org.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.files.ImportedFiles;
import org.espalier.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier import}. */
@Command(
        name = "import",
        description = "Write a network that something else trained as a recipe, with its values beside it.",
        footer = {"", "Examples:", "  espalier import resnet.onnx --to mine.groovy"})
final class ImportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "The file, for example resnet.onnx.")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "RECIPE",
            required = true,
            description = "The recipe, for example mine.groovy; the values go to mine.safetensors.")
    private Path to = Path.of("");

    @Option(
            names = "--as",
            paramLabel = "FORMAT",
            defaultValue = "",
            description = "What the file is; what its name ends with when left out.")
    private String format = "";

    @Mixin
    private final PluginFolderOption plugins = new PluginFolderOption();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path from = surroundings.file(file);
        if (!Files.isRegularFile(from)) {
            throw new UsageException("There is no file " + file + "; name a network, for example resnet.onnx.");
        }
        try (Workbench bench = Workbench.open(plugins, surroundings)) {
            ImportedFiles written = bench.espalier().importNetwork(from, format(bench), surroundings.file(to));
            say(surroundings.show(written.recipe()), surroundings.show(written.values()));
        }
        return ExitCode.DONE.number();
    }

    private String format(Workbench bench) {
        String name = String.valueOf(file.getFileName());
        String wanted =
                format.isEmpty() ? name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT) : format;
        List<String> known = bench.espalier().catalog().plugins().stream()
                .filter(plugin -> plugin.kind().equals("import"))
                .map(PluginDescriptor::name)
                .sorted()
                .toList();
        if (!known.contains(wanted)) {
            throw new UsageException("Nothing here reads a network of the format '" + wanted + "'."
                    + DidYouMean.sentence(wanted, known) + " Say --as with one of: " + String.join(", ", known) + ".");
        }
        return wanted;
    }

    private void say(String recipe, String values) {
        Terminal terminal = surroundings.terminal();
        terminal.say(
                output.json()
                        ? Json.of(Map.of("recipe", recipe, "values", values)).compact()
                        : "Wrote " + recipe + ", and the values to " + values
                                + ". Say in it where your examples are, then:\n  espalier check " + recipe
                                + "\n  espalier run " + recipe);
    }
}
