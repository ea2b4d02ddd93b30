package org.espalier.cli;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.cli.terminal.DownloadLine;
import org.espalier.core.plan.RecipePlan;
import org.espalier.dsl.GroovyRecipes;
import org.espalier.embed.Espalier;
import org.espalier.embed.EspalierBuilder;

/** Plugins, recipe language and engine, open for the length of a command. */
final class Workbench implements AutoCloseable {
    private final Surroundings surroundings;
    private final PluginSource.OpenPlugins plugins;
    private final Espalier espalier;

    private Workbench(PluginSource.OpenPlugins plugins, EspalierBuilder engine, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.plugins = plugins;
        this.espalier = engine.catalog(plugins.catalog())
                .language(new GroovyRecipes())
                .cacheFolder(surroundings.dataCache())
                .libraryFolders(surroundings.libraryFolders())
                .downloadProgress(new DownloadLine(surroundings.terminal()))
                .build();
    }

    /** Opens everything; plugins that cannot be used are named on the terminal. */
    static Workbench open(ComputeOptions options, Surroundings surroundings) {
        EspalierBuilder engine = Espalier.builder()
                .threads(options.threads())
                .backend(options.backend())
                .dataFolder(options.data(surroundings));
        return open(options.plugins(surroundings), engine, surroundings);
    }

    /** Opens everything for a command that computes nothing. */
    static Workbench open(PluginFolderOption folder, Surroundings surroundings) {
        return open(folder.added(surroundings), Espalier.builder(), surroundings);
    }

    private static Workbench open(PluginSource.AddedPlugins added, EspalierBuilder engine, Surroundings surroundings) {
        PluginSource.OpenPlugins plugins = surroundings.plugins().open(added);
        plugins.faults().forEach(surroundings.terminal()::note);
        return new Workbench(plugins, engine, surroundings);
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
