package org.espalier.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.espalier.api.EspalierException;
import org.espalier.core.checkpoint.CheckpointStore;
import org.espalier.core.execution.RunLock;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.json.Json;
import org.espalier.core.plan.CanonicalRecipe;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.provenance.IdentityFile;
import org.espalier.core.provenance.RunIdentity;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;

/**
 * Makes the runs of a study one after the other and checks its claims. A run is written to a folder of its own under the
 * study's; one that was finished there earlier by the same recipe, params and seed is not repeated, and one that was interrupted goes
 * on from its newest checkpoint, so a study that was interrupted goes on where it was.
 */
public final class StudyRunner {
    private static final String SUMMARY = "summary.json";

    private final Espalier espalier;

    public StudyRunner(Espalier espalier) {
        this.espalier = espalier;
    }

    /**
     * Makes the runs that are missing, writes {@code study.json} and {@code results.md} into the folder.
     *
     * @param study what to do
     * @param file the file of the study; its recipes lie beside it or in the folder above
     * @param folder where everything is written
     * @throws org.espalier.core.diagnostic.RecipeException when the study or a recipe has mistakes; nothing was run
     * @throws EspalierException when a run failed; those before it are kept
     */
    public StudyResult run(StudyPlan study, Path file, Path folder, RunControl control, StudyListener listener) {
        List<StudyRun> runs = new StudyRuns(espalier, file, folder).of(study);
        List<StudyResult.Measurement> measured = new ArrayList<>();
        Map<String, String> environment = new TreeMap<>();
        for (StudyRun run : runs) {
            int number = measured.size() + 1;
            Optional<Json> kept = finishedBefore(run);
            if (kept.isPresent()) {
                listener.runKept(run, number, runs.size());
            } else if (!control.stopRequested()) {
                listener.runStarted(run, number, runs.size());
                make(run, control, listener);
            }
            Optional<Json> summary = kept.isPresent() ? kept : finishedBefore(run);
            if (summary.isEmpty()) {
                break;
            }
            measured.add(measurement(run, summary.get(), folder));
            environment.putAll(environment(IdentityFile.read(run.folder())));
        }
        boolean complete = measured.size() == runs.size();
        StudyResult result = new StudyClaims(study, measured).result(complete, environment, folder);
        write(result);
        return result;
    }

    private static Map<String, String> environment(RunIdentity identity) {
        return Map.of(
                "espalier", identity.espalier(),
                "java", identity.java().version(),
                "system", identity.machine().system() + " " + identity.machine().release(),
                "architecture", identity.machine().architecture(),
                "processor", identity.machine().processor(),
                "processors", Integer.toString(identity.machine().processors()),
                "backend", identity.backend().name() + " (" + identity.backend().description() + ")");
    }

    private void make(StudyRun run, RunControl control, StudyListener listener) {
        RunSummary summary = goneOnWith(run, control, listener).orElseGet(() -> {
            clear(run.folder());
            return espalier.run(run.plan(), new RunOptions(run.folder(), control), listener)
                    .summary();
        });
        listener.runFinished(run, summary);
        if (summary.outcome() == RunSummary.Outcome.FAILED) {
            throw new EspalierException("The run " + run.title() + " failed: "
                    + summary.error().orElse("no reason was given")
                    + " The runs before it are kept; the same command goes on"
                    + " from there.");
        }
    }

    /** The rest of a run that was interrupted; empty when there is none that fits. */
    private Optional<RunSummary> goneOnWith(StudyRun run, RunControl control, StudyListener listener) {
        if (!Files.isDirectory(run.folder().resolve(CheckpointStore.FOLDER))) {
            return Optional.empty();
        }
        try {
            return Optional.of(espalier.resume(run.plan(), new RunOptions(run.folder(), control), listener)
                    .summary());
        } catch (EspalierException e) {
            listener.accept(new RunEvent.Note("An earlier run is not gone on with: " + e.getMessage()));
            return Optional.empty();
        }
    }

    /** What a run of a changed recipe, or one that was interrupted before its first checkpoint, has left is moved away. */
    private static void clear(Path folder) {
        Path old = folder.resolveSibling(folder.getFileName() + ".old");
        try {
            if (Files.exists(folder)) {
                for (int number = 1; Files.exists(old); number++) {
                    old = folder.resolveSibling(folder.getFileName() + ".old" + number);
                }
                RunLock.move(folder, old, InstantSource.system());
            }
        } catch (IOException e) {
            throw new EspalierException(
                    "The earlier run in " + folder + " cannot be moved out of the way: " + e.getMessage(), e);
        }
    }

    private Optional<Json> finishedBefore(StudyRun run) {
        Path file = run.folder().resolve(SUMMARY);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Json summary = Json.parse(Files.readString(file), file.toString());
            String outcome = summary.at("outcome").text();
            boolean finished = outcome.equals(RunSummary.Outcome.DONE.name())
                    || outcome.equals(RunSummary.Outcome.EXPECTATION_NOT_MET.name());
            String hash = CanonicalRecipe.of(run.plan()).hash();
            return finished && summary.at("recipeHash").text().equals(hash) ? Optional.of(summary) : Optional.empty();
        } catch (IOException e) {
            throw new EspalierException("The file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static StudyResult.Measurement measurement(StudyRun run, Json summary, Path folder) {
        Map<String, String> params = new LinkedHashMap<>();
        run.params().forEach((name, value) -> params.put(name, value.text()));
        Map<String, Double> metrics = new TreeMap<>();
        summary.at("metrics").at("test").members().forEach((metric, value) -> metrics.put(metric, value.number()));
        return new StudyResult.Measurement(
                run.recipe(),
                params,
                run.seed(),
                metrics,
                summary.at("sparsity").number(),
                (long) summary.at("links").number(),
                summary.at("flopsPerExample").number(),
                summary.at("stepsPerSecond").at("median").number(),
                summary.at("seconds").number(),
                folder.relativize(run.folder()).toString());
    }

    private static void write(StudyResult result) {
        try {
            Files.createDirectories(result.folder());
            Files.writeString(
                    result.folder().resolve("study.json"), Json.of(result).pretty());
            Files.writeString(result.folder().resolve("results.md"), StudyTable.markdown(result));
        } catch (IOException e) {
            throw new EspalierException(
                    "The results of the study cannot be written to " + result.folder() + ": " + e.getMessage(), e);
        }
    }
}
