package org.espalier.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.ImportedNetwork;
import org.espalier.api.border.Libraries;
import org.espalier.api.border.NetworkImporter;
import org.espalier.api.border.PublicFile;
import org.espalier.api.border.TensorFiles;
import org.espalier.core.assembly.DataSurvey;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.bench.KernelBench;
import org.espalier.core.bench.KernelReport;
import org.espalier.core.bench.KernelSizes;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.catalog.PluginWiring;
import org.espalier.core.check.PlanChecker;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.execution.Bench;
import org.espalier.core.execution.BenchRival;
import org.espalier.core.execution.BenchTurns;
import org.espalier.core.execution.RecipeRun;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.execution.TrainedModel;
import org.espalier.core.execution.TrialRun;
import org.espalier.core.files.DataFolders;
import org.espalier.core.files.DataInventory;
import org.espalier.core.files.Downloader;
import org.espalier.core.files.FileFault;
import org.espalier.core.files.ImportedFiles;
import org.espalier.core.files.PublicDataFiles;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.guard.CallWatch;
import org.espalier.core.guard.GuardedFactory;
import org.espalier.core.guard.WatchedRun;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipeLanguage;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.provenance.IdentityFile;
import org.espalier.core.provenance.RunIdentity;
import org.espalier.core.run.BenchReport;
import org.espalier.core.run.DataDescription;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunLimits;
import org.espalier.core.run.RunSummary;
import org.espalier.core.train.Engine;

/**
 * Trains networks from recipes inside any JVM. It installs no hook, prints nothing, reads no environment and keeps no
 * thread between calls. Calls may run side by side. A plugin that fails ends the call it was used in, and nothing else.
 *
 * <pre>{@code
 * try (var espalier = Espalier.builder().threads(4).build()) {
 *     RecipePlan plan = espalier.compile(Path.of("rigl.groovy"), Map.of());
 *     RunResult result = espalier.run(plan, new RunOptions(Path.of("runs/rigl"), new RunControl()), event -> {});
 * }
 * }</pre>
 */
public final class Espalier implements AutoCloseable {
    /** The backend's name that stands for the best one at hand. */
    public static final String AUTO = "auto";

    private final int threads;
    private final String backend;
    private final Map<String, ?> backendOptions;
    private final PluginCatalog catalog;
    private final RecipeLanguage language;
    private final DataFolders folders;
    private final Supplier<Downloader> downloader;
    private final Libraries libraries;

    Espalier(
            int threads,
            String backend,
            Map<String, ?> backendOptions,
            PluginCatalog catalog,
            RecipeLanguage language,
            DataFolders folders,
            Supplier<Downloader> downloader,
            Libraries libraries) {
        this.threads = threads;
        this.backend = backend;
        this.backendOptions = backendOptions;
        this.catalog = catalog;
        this.language = language;
        this.folders = folders;
        this.downloader = downloader;
        this.libraries = libraries;
    }

    public static EspalierBuilder builder() {
        return new EspalierBuilder();
    }

    public PluginCatalog catalog() {
        return catalog;
    }

    /**
     * Reads and checks a recipe.
     *
     * @param settings values for declared params, as typed
     * @throws RecipeException with every mistake
     */
    public RecipePlan compile(Path recipe, Map<String, String> settings) {
        RecipePlan plan = language.recipe(recipe, settings, catalog);
        requireSound(plan);
        return plan;
    }

    /**
     * Reads a study; its recipes are read when it is run.
     *
     * @throws RecipeException with every mistake
     */
    public StudyPlan compileStudy(Path study) {
        return language.study(study, catalog);
    }

    /** Whether a file holds a study. */
    public boolean isStudy(Path file) {
        return language.isStudy(file);
    }

    /** Every mistake of a plan that can be found without its data; empty when there is none. */
    public List<Diagnostic> check(RecipePlan plan) {
        return new PlanChecker(catalog).check(plan).all();
    }

    /**
     * What a recipe will do.
     *
     * @param measure whether to time real steps on a network that is thrown away
     */
    public PlanReport plan(RecipePlan plan, boolean measure) {
        return trying(
                plan,
                (experiment, engine) ->
                        measure ? TrialRun.measured(experiment, engine) : TrialRun.figures(experiment, engine));
    }

    /**
     * Times training steps of a recipe's network: dense, masked and truly sparse, in turns, on networks that are thrown away.
     *
     * @param rivals other programs, which take their turns in between
     * @param told about each turn, in a sentence
     * @throws EspalierException when the recipe has mistakes, or the machine too little memory
     */
    public BenchReport bench(RecipePlan plan, BenchTurns turns, List<BenchRival> rivals, Consumer<String> told) {
        return trying(plan, (experiment, engine) -> Bench.run(experiment, engine, turns, rivals, told));
    }

    /**
     * Times every kernel of the backend; all threads make each call at once, on arguments of their own.
     *
     * @param seconds for each call, above 0
     * @param told about each turn, in a sentence
     * @throws EspalierException when seconds are not above 0, or there is no such backend
     */
    public KernelReport benchKernels(KernelSizes sizes, double seconds, Consumer<String> told) {
        PluginServices services = services(Path.of(""));
        return watched("kernels", RunLimits.usual(), new RunControl())
                .call((watch, pool) -> KernelBench.run(
                        engine(catalog, guarded(catalog, watch), services, pool, event -> {}), sizes, seconds, told));
    }

    /** What is found out about a recipe without a run. */
    private <T> T trying(RecipePlan plan, BiFunction<Experiment, Engine, T> use) {
        requireSound(plan);
        PluginServices services = services(plan.folder().orElse(Path.of("")));
        return watched(plan.name(), RunLimits.usual(), new RunControl()).call((watch, pool) -> {
            PluginFactory factory = guarded(catalog, watch);
            Experiment experiment = Experiment.assemble(plan, catalog, factory, services);
            return use.apply(experiment, engine(catalog, factory, services, pool, event -> {}));
        });
    }

    /**
     * Runs a recipe to its end, with the plugins as they are when it begins, on a thread of its own, and waits for it. A
     * run that fails while it trains returns a summary that says so. Interrupting the waiting thread asks the run to stop
     * and still waits for its orderly end.
     *
     * @param listener told what happens, by the thread that trains; must be quick
     * @throws EspalierException when the run cannot start: mistakes in the plan, missing or damaged data, too little
     *     memory, a folder that cannot be written to; or when a plugin neither came back within its limit nor reacted
     *     to its interruption, so that the run was abandoned
     */
    public RunResult run(RecipePlan plan, RunOptions options, Consumer<RunEvent> listener) {
        return execute(plan, options, listener, RecipeRun::run);
    }

    /**
     * Goes on with a run that was stopped, from its newest checkpoint that is whole; it ends with the same bits as if it
     * had never been stopped. A run without a checkpoint begins again.
     *
     * @param plan the recipe of the run, as {@link #recipeOf} reads it
     * @param options the run's folder, and how to stop it again
     * @param listener as for {@link #run}
     * @throws EspalierException when the run is over, every checkpoint is damaged, or recipe, bundles, data or backend
     *     are not those the checkpoint was made with; nothing was changed then
     */
    public RunResult resume(RecipePlan plan, RunOptions options, Consumer<RunEvent> listener) {
        return execute(plan, options, listener, RecipeRun::resume);
    }

    private RunResult execute(
            RecipePlan plan, RunOptions options, Consumer<RunEvent> listener, Function<RecipeRun, RunSummary> way) {
        return watched(plan.name(), options.limits(), options.control()).call((watch, pool) -> {
            try (PluginWiring wiring = catalog.open(options.control()::fail)) {
                return execute(plan, wiring, watch, pool, options, listener, way);
            }
        });
    }

    private RunResult execute(
            RecipePlan plan,
            PluginWiring wiring,
            CallWatch watch,
            WorkerPool pool,
            RunOptions options,
            Consumer<RunEvent> listener,
            Function<RecipeRun, RunSummary> way) {
        requireSound(plan, wiring);
        PluginFactory factory = guarded(wiring, watch);
        PluginServices services = services(plan.folder().orElse(Path.of("")));
        Experiment experiment = Experiment.assemble(plan, wiring, factory, services);
        Engine engine = engine(wiring, factory, services, pool, listener);
        RunIdentity identity = RunIdentity.of(experiment, engine, wiring);
        RunSummary summary = way.apply(new RecipeRun(
                experiment, engine, identity, factory, services, new SafetensorsFiles(), options, listener));
        return new RunResult(summary, identity, options.folder());
    }

    /**
     * Measures the model a run left on a split of its data.
     *
     * @param plan the recipe of the run
     * @param folder the run's folder
     * @param split {@code train}, {@code validation} or {@code test}
     * @return values by metric, and {@code loss}
     */
    public Map<String, Double> evaluate(RecipePlan plan, Path folder, String split) {
        return withModel(plan, folder, model -> model.evaluate(split));
    }

    /**
     * Does something with the model a run left, on a thread of its own, and waits for it. The model is gone afterwards.
     *
     * @param plan the recipe of the run
     * @param folder the run's folder
     */
    public <T> T withModel(RecipePlan plan, Path folder, Function<TrainedModel, T> use) {
        return withModel(
                plan.withoutWeights(),
                (experiment, engine, factory, services) ->
                        TrainedModel.ofRun(experiment, engine, factory, services, folder),
                use);
    }

    /**
     * Does something with the model that a recipe begins with, on a thread of its own, and waits for it. The model is gone
     * afterwards.
     *
     * @throws EspalierException when its first phase takes no values of a file
     */
    public <T> T withModel(RecipePlan plan, Function<TrainedModel, T> use) {
        return withModel(plan, TrainedModel::atStart, use);
    }

    private interface ModelOpener {
        TrainedModel open(Experiment experiment, Engine engine, PluginFactory factory, PluginServices services);
    }

    private <T> T withModel(RecipePlan plan, ModelOpener opener, Function<TrainedModel, T> use) {
        requireSound(plan);
        PluginServices services = services(plan.folder().orElse(Path.of("")));
        return watched(plan.name(), RunLimits.usual(), new RunControl()).call((watch, pool) -> {
            PluginFactory factory = guarded(catalog, watch);
            Experiment experiment = Experiment.assemble(plan, catalog, factory, services);
            Engine engine = engine(catalog, factory, services, pool, event -> {});
            try (TrainedModel model = opener.open(experiment, engine, factory, services)) {
                return use.apply(model);
            }
        });
    }

    /**
     * Reads the network of a file that something else wrote, and writes it as a recipe and a safetensors file beside it with the
     * trained values.
     *
     * @param format the plugin that reads it, for example {@code onnx}
     * @param recipe NAME.groovy; the values go to NAME.safetensors
     * @return both
     * @throws EspalierException when the file cannot be read as a network, or there are files of these names already
     */
    public ImportedFiles importNetwork(Path file, String format, Path recipe) {
        ImportedFiles to = ImportedFiles.at(recipe);
        PluginServices services = services(Path.of(""));
        ImportedNetwork network = watched("import", RunLimits.usual(), new RunControl())
                .call((watch, pool) -> {
                    try {
                        return guarded(catalog, watch)
                                .create(NetworkImporter.class, PluginUse.of("import", format, Map.of()), services)
                                .read(file);
                    } catch (IOException e) {
                        throw new EspalierException(
                                "The network of " + file + " cannot be read: " + FileFault.reason(e) + ".", e);
                    }
                });
        to.write(network, file, catalog.find("weights", "safetensors").isPresent());
        return to;
    }

    /**
     * Reads the recipe a run was made with.
     *
     * @throws EspalierException when the folder holds no run
     */
    public RecipePlan recipeOf(Path runFolder) {
        Path recipe = runFolder.resolve("recipe.groovy");
        if (!Files.isRegularFile(recipe)) {
            throw new EspalierException(runFolder + " is not the folder of a run: there is no recipe.groovy in it.");
        }
        String folder = IdentityFile.read(runFolder).recipe().folder();
        return compile(recipe, Map.of()).in(Path.of(folder));
    }

    /**
     * The files of all public data sets a recipe can name without saying where they lie, and what is at hand of them.
     * Reads every byte of what it finds; downloads nothing.
     */
    public List<DataInventory.Entry> publicData() {
        PluginServices services = services(Path.of(""));
        List<PublicFile> files = watched("sources", RunLimits.usual(), new RunControl())
                .call((watch, pool) -> {
                    PluginFactory factory = guarded(catalog, watch);
                    return catalog.plugins().stream()
                            .filter(plugin -> plugin.kind().equals("source"))
                            .filter(plugin -> plugin.options().stream()
                                    .allMatch(option -> option.byDefault().isPresent()))
                            .map(plugin -> PluginUse.of("source", plugin.name(), Map.of()))
                            .flatMap(use -> factory.create(DataSource.class, use, services).publicFiles().stream())
                            .toList();
                });
        return new DataInventory(folders).of(files);
    }

    /**
     * What data hold when they are split and prepared. Reads every example once; features may be missing.
     *
     * @param data for example those of a recipe
     * @param seed of the split
     * @param folder what relative paths are relative to
     * @throws EspalierException when data are missing or damaged, or an option is wrong
     */
    public DataDescription describe(DataPlan data, long seed, Path folder) {
        PluginServices services = services(folder);
        return watched("data", RunLimits.usual(), new RunControl())
                .call((watch, pool) ->
                        DataSurvey.of(data, guarded(catalog, watch), services, RandomStream.ofSeed(seed)));
    }

    private WatchedRun watched(String name, RunLimits limits, RunControl control) {
        return new WatchedRun("espalier-run-" + name, limits, control, threads);
    }

    private static PluginFactory guarded(PluginCatalog plugins, CallWatch watch) {
        return new GuardedFactory(new GuicePluginFactory(plugins), plugins, watch);
    }

    private void requireSound(RecipePlan plan) {
        requireSound(plan, catalog);
    }

    private static void requireSound(RecipePlan plan, PluginCatalog plugins) {
        new PlanChecker(plugins).check(plan).throwIfAny();
    }

    private PluginServices services(Path folder) {
        DataFiles files = new PublicDataFiles(folders, downloader);
        return PluginServices.of(
                        use -> {
                            throw new EspalierException(
                                    use.place() + ": a schedule stands for a number only in a phase.");
                        },
                        folder)
                .with(DataFiles.class, files)
                .with(TensorFiles.class, new SafetensorsFiles())
                .with(Libraries.class, libraries);
    }

    private Engine engine(
            PluginCatalog plugins,
            PluginFactory factory,
            PluginServices services,
            WorkerPool pool,
            Consumer<RunEvent> listener) {
        Backends backends = new Backends(plugins, factory, services);
        return backend.equals(AUTO)
                ? backends.best(pool, trouble -> listener.accept(new RunEvent.Note(trouble)))
                : backends.named(backend, backendOptions, pool);
    }

    @Override
    public void close() {
        // Threads and memory belong to single calls, so there is nothing left to release.
    }
}
