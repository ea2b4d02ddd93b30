package org.espalier.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.espalier.cli.terminal.DownloadLine;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
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
        Map<String, String> backendOptions = options.backendOptions();
        EspalierBuilder engine = Espalier.builder().threads(options.threads()).dataFolder(options.data(surroundings));
        PluginSource.OpenPlugins plugins = opened(options.plugins(surroundings), surroundings);
        engine.backend(options.backend(), typed(backendOptions, options.backend(), plugins.catalog()));
        return new Workbench(plugins, engine, surroundings);
    }

    /** Opens everything for a command that times kernels. */
    static Workbench open(KernelOptions options, Surroundings surroundings) {
        EspalierBuilder engine = Espalier.builder().threads(options.threads()).backend(options.backend());
        return new Workbench(opened(options.plugins(surroundings), surroundings), engine, surroundings);
    }

    /** Opens everything for a command that computes nothing. */
    static Workbench open(PluginFolderOption folder, Surroundings surroundings) {
        return new Workbench(opened(folder.added(surroundings), surroundings), Espalier.builder(), surroundings);
    }

    private static PluginSource.OpenPlugins opened(PluginSource.AddedPlugins added, Surroundings surroundings) {
        PluginSource.OpenPlugins plugins = surroundings.plugins().open(added);
        plugins.faults().forEach(surroundings.terminal()::note);
        return plugins;
    }

    private static Map<String, Object> typed(Map<String, String> options, String backend, PluginCatalog catalog) {
        Map<String, Object> values = new LinkedHashMap<>();
        Optional<PluginDescriptor> plugin = catalog.find("backend", backend);
        options.forEach((name, text) -> values.put(
                name, plugin.map(found -> TypedOption.value(found, name, text)).orElse(text)));
        return values;
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
