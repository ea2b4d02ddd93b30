package org.espalier.cli;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.cli.terminal.DownloadLine;
import org.espalier.core.plan.RecipePlan;
import org.espalier.dsl.GroovyRecipes;
import org.espalier.embed.Espalier;

/** Plugins, recipe language and engine, open for the length of a command. */
final class Workbench implements AutoCloseable {
    private final Surroundings surroundings;
    private final PluginSource.OpenPlugins plugins;
    private final Espalier espalier;

    private Workbench(PluginSource.OpenPlugins plugins, ComputeOptions options, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.plugins = plugins;
        this.espalier = Espalier.builder()
                .threads(options.threads())
                .backend(options.backend())
                .catalog(plugins.catalog())
                .language(new GroovyRecipes())
                .dataFolder(options.data(surroundings))
                .cacheFolder(surroundings.dataCache())
                .libraryFolders(surroundings.libraryFolders())
                .downloadProgress(new DownloadLine(surroundings.terminal()))
                .build();
    }

    /** Opens everything; plugins that cannot be used are named on the terminal. */
    static Workbench open(ComputeOptions options, Surroundings surroundings) {
        PluginSource.OpenPlugins plugins = surroundings.plugins().open(options.plugins(surroundings));
        plugins.faults().forEach(surroundings.terminal()::note);
        return new Workbench(plugins, options, surroundings);
    }

    Espalier espalier() {
        return espalier;
    }

    /**
     * Reads a recipe.
     *
     * @throws UsageException when the file holds a study
     */
    RecipePlan recipe(Path file, Map<String, String> settings) {
        if (espalier.isStudy(file)) {
            throw new UsageException(surroundings.show(file) + " is a study, not a recipe; 'espalier study "
                    + surroundings.show(file) + "' makes its runs.");
        }
        return espalier.compile(file, settings);
    }

    @Override
    public void close() {
        try (plugins) {
            espalier.close();
        }
    }
}
