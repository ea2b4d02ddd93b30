package org.espalier.embed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.files.DataFolders;
import org.espalier.core.files.DownloadProgress;
import org.espalier.core.files.Downloader;
import org.espalier.core.files.LibraryFolders;
import org.espalier.core.plan.RecipeLanguage;

/** Sets up an {@link Espalier}. Everything has a default. */
public final class EspalierBuilder {
    /** Time a publisher may take to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private int threads = Runtime.getRuntime().availableProcessors();
    private String backend = Espalier.AUTO;
    private Map<String, ?> backendOptions = Map.of();
    private Optional<PluginCatalog> catalog = Optional.empty();
    private Optional<RecipeLanguage> language = Optional.empty();
    private Optional<Path> dataFolder = Optional.empty();
    private Path cacheFolder = Path.of(System.getProperty("user.home"), ".cache", "espalier", "data");
    private List<Path> libraryFolders = List.of();
    private DownloadProgress progress = DownloadProgress.silent();

    EspalierBuilder() {}

    /** Threads that train, the calling one included; by default one for each processor. */
    public EspalierBuilder threads(int count) {
        if (count < 1) {
            throw new EspalierException("threads must be at least 1, was " + count + ".");
        }
        threads = count;
        return this;
    }

    /** The name of a plugin of kind {@code backend}; {@code auto}, the default, takes the best one at hand. */
    public EspalierBuilder backend(String name) {
        return backend(name, Map.of());
    }

    /**
     * A plugin of kind {@code backend} with options of its own.
     *
     * @param options values by name: a number, a boolean or a text, as a recipe would write them
     */
    public EspalierBuilder backend(String name, Map<String, ?> options) {
        if (name.equals(Espalier.AUTO) && !options.isEmpty()) {
            throw new EspalierException(
                    "The option '" + options.keySet().iterator().next() + "' belongs to a backend, and none is named.");
        }
        backend = name;
        backendOptions = Map.copyOf(options);
        return this;
    }

    /** Where plugins come from; by default the class path. */
    public EspalierBuilder catalog(PluginCatalog plugins) {
        catalog = Optional.of(plugins);
        return this;
    }

    /** What reads recipe files; by default the language found on the class path. */
    public EspalierBuilder language(RecipeLanguage recipes) {
        language = Optional.of(recipes);
        return this;
    }

    /** A folder with public data sets ({@code FOLDER/fashion-mnist/…}), looked at first. */
    public EspalierBuilder dataFolder(Optional<Path> folder) {
        dataFolder = folder;
        return this;
    }

    /** Where downloads are kept; by default {@code ~/.cache/espalier/data}. */
    public EspalierBuilder cacheFolder(Path folder) {
        cacheFolder = folder;
        return this;
    }

    /** Folders of large libraries that plugins open on first use ({@code FOLDER/nd4j/*.jar}); by default none. */
    public EspalierBuilder libraryFolders(List<Path> folders) {
        libraryFolders = List.copyOf(folders);
        return this;
    }

    /** Told how far downloads are. */
    public EspalierBuilder downloadProgress(DownloadProgress listener) {
        progress = listener;
        return this;
    }

    public Espalier build() {
        PluginCatalog plugins = catalog.orElseGet(() -> new ClassPathCatalog(Espalier.class.getClassLoader()));
        RecipeLanguage recipes = language.or(
                        () -> ServiceLoader.load(RecipeLanguage.class, Espalier.class.getClassLoader())
                                .findFirst())
                .orElseGet(NoLanguage::new);
        return new Espalier(
                threads,
                backend,
                backendOptions,
                plugins,
                recipes,
                new DataFolders(dataFolder, cacheFolder),
                this::downloader,
                new LibraryFolders(libraryFolders, Espalier.class.getClassLoader()));
    }

    /** Made when the first file is missing: an HTTP client costs a tenth of a second. */
    private Downloader downloader() {
        return Downloader.fromPublishers(PATIENCE, progress);
    }
}
