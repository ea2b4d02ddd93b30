package org.espalier.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.cli.terminal.Terminal;

/**
 * What surrounds a command.
 *
 * @param terminal where it writes
 * @param folder what relative paths are relative to
 * @param recipes the recipes that come with Espalier
 * @param environment environment variables
 * @param plugins how plugins are opened
 */
record Surroundings(
        Terminal terminal, Path folder, Path recipes, Map<String, String> environment, PluginSource plugins) {

    static Surroundings ofProcess() {
        Path distribution = Path.of(System.getProperty("espalier.home", ".")).toAbsolutePath();
        return new Surroundings(
                Terminal.ofProcess(),
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("espalier.recipes", "recipes")).toAbsolutePath(),
                System.getenv(),
                new BundlePlugins(distribution.resolve("bundles")));
    }

    /** A file as the person named it. */
    Path file(Path named) {
        return folder.resolve(named);
    }

    /** A path as short as a person would write it. */
    String show(Path path) {
        Path whole = folder.resolve(path).normalize();
        return whole.startsWith(folder) && !whole.equals(folder)
                ? folder.relativize(whole).toString()
                : whole.toString();
    }

    /** Plugins the person added, unless a command names another folder. */
    Path pluginFolder() {
        return home().resolve(".espalier").resolve("plugins");
    }

    /** Where large libraries lie that plugins open on first use: the person's own folder, then the distribution's. */
    List<Path> libraryFolders() {
        return List.of(
                home().resolve(".espalier").resolve("libraries"),
                Path.of(System.getProperty("espalier.home", ".")).resolve("libraries"));
    }

    /** Where downloaded data sets are kept. */
    Path dataCache() {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (cache.isEmpty() ? home().resolve(".cache") : Path.of(cache))
                .resolve("espalier")
                .resolve("data");
    }

    private Path home() {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
    }
}
