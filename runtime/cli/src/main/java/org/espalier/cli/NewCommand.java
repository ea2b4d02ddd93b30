package org.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.EspalierException;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.files.FileFault;
import org.espalier.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier new}. */
@Command(name = "new", description = "Write a recipe of your own, copied from one that comes with Espalier.")
final class NewCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final Pattern TITLE = Pattern.compile("(?m)^(\\s*recipe\\s*\\(\\s*)(['\"]).*?\\2");

    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "The recipe's name; it is written to NAME.groovy.")
    private String name = "";

    @Option(
            names = "--from",
            paramLabel = "RECIPE",
            defaultValue = "quickstart",
            description = "A recipe that comes with Espalier, or a file (quickstart).")
    private String from = "quickstart";

    @Mixin
    private final OutputOptions output = new OutputOptions();

    NewCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path to = target();
        String title = RecipeFiles.stem(String.valueOf(to.getFileName()));
        if (!NAME.matcher(title).matches()) {
            throw new UsageException(
                    "A recipe's name has lower-case letters, digits and hyphens, for example 'my-first'; '" + title
                            + "' has others.");
        }
        String text = renamed(read(template()), title);
        write(to, text);
        Terminal terminal = surroundings.terminal();
        String shown = surroundings.show(to);
        terminal.say(
                output.json()
                        ? Json.of(java.util.Map.of("recipe", shown)).compact()
                        : "Wrote " + shown + ". Change it, then:\n  espalier check " + shown + "\n  espalier run "
                                + shown);
        return ExitCode.DONE.number();
    }

    private Path target() {
        return surroundings.file(Path.of(name.endsWith(".groovy") ? name : name + ".groovy"));
    }

    private Path template() {
        if (from.endsWith(".groovy")) {
            return surroundings.file(new RecipeFiles(surroundings).existing(Path.of(from)));
        }
        Path file = surroundings.recipes().resolve(from + ".groovy");
        if (!Files.isRegularFile(file)) {
            List<String> names =
                    Files.isDirectory(surroundings.recipes()) ? RecipeFiles.names(surroundings.recipes()) : List.of();
            throw new UsageException("No recipe '" + from + "' comes with Espalier." + DidYouMean.sentence(from, names)
                    + (names.isEmpty() ? "" : " There are " + String.join(", ", names) + "."));
        }
        return file;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new EspalierException("The recipe " + file + " cannot be read: " + FileFault.reason(e) + ".", e);
        }
    }

    private static String renamed(String text, String title) {
        return TITLE.matcher(text)
                .replaceFirst(
                        match -> Matcher.quoteReplacement(match.group(1) + match.group(2) + title + match.group(2)));
    }

    private void write(Path file, String text) {
        String shown = surroundings.show(file);
        try {
            if (Files.exists(file)) {
                throw new UsageException(
                        "There is a file " + shown + " already, and it is left as it is; choose another name.");
            }
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new EspalierException(
                    "The recipe cannot be written to " + shown + ": " + FileFault.reason(e) + ".", e);
        }
    }
}
