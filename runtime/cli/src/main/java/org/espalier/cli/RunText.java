package org.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.checkpoint.CheckpointStore;
import org.espalier.core.execution.RunOwner;
import org.espalier.core.execution.RunStatus;
import org.espalier.core.execution.StoredRun;
import org.espalier.core.files.FileFault;
import org.espalier.core.files.JsonPlace;
import org.espalier.core.json.Json;
import org.espalier.core.provenance.Machine;
import org.espalier.core.provenance.RunIdentity;

/** A run's folder for a person, and for a program. */
final class RunText {
    private static final int DEPTH = 3;

    private final StoredRun run;
    private final String shown;

    /** A phase: how many of its steps were taken, and its loss once it is over. */
    private record Phase(String name, long steps, long of, double loss) {}

    /** A file in the folder. */
    private record StoredFile(String name, long bytes) {}

    /**
     * @param shown the folder as a person would write it
     */
    RunText(StoredRun run, String shown) {
        this.run = run;
        this.shown = shown;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(shown + ": " + status());
        RunIdentity.Recipe recipe = run.identity().recipe();
        lines.addAll(OriginText.recipe(recipe.name(), recipe.sha256(), recipe.seed(), recipe.params()));
        lines.addAll(OriginText.titled("Phases", phaseTable()));
        lines.addAll(OriginText.titled("Metrics", metricTable()));
        TextTable checkpoints = new TextTable("l");
        run.checkpoints().forEach(c -> checkpoints.row(c.getFileName().toString()));
        lines.addAll(OriginText.titled("Checkpoints", checkpoints));
        TextTable files = new TextTable("lr");
        files().forEach(file -> files.row(file.name(), Figures.bytes(file.bytes())));
        lines.addAll(OriginText.titled("Files", files));
        lines.addAll(origin());
        if (canGoOn()) {
            lines.add("Go on with: espalier resume " + shown);
        }
        return lines;
    }

    private List<String> origin() {
        RunIdentity made = run.identity();
        Machine machine = made.machine();
        List<String> lines = new ArrayList<>(OriginText.madeBy(
                made.espalier(),
                made.backend().name() + " (" + made.backend().description() + ")",
                made.java().version() + " (" + made.java().vendor() + ")",
                machine.system() + " " + machine.release() + " " + machine.architecture() + ", " + machine.processors()
                        + " processors: " + machine.processor()));
        lines.addAll(OriginText.bundles(made.bundles()));
        lines.addAll(OriginText.data(made.data()));
        return lines;
    }

    /** The same as members of an object. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("folder", shown);
        members.put("status", word());
        owner().ifPresent(owner -> members.put("process", owner));
        error().ifPresent(error -> members.put("error", error));
        members.put("phases", phases());
        members.put("metrics", metrics());
        members.put(
                "checkpoints",
                run.checkpoints().stream().map(c -> c.getFileName().toString()).toList());
        members.put("files", files());
        members.put("provenance", run.identity());
        return members;
    }

    private String status() {
        return switch (run.status()) {
            case RunStatus.Running(Optional<RunOwner> owner) ->
                "running in " + owner.map(RunOwner::text).orElse("another process") + ".";
            case RunStatus.Broken(Optional<RunOwner> owner) ->
                "broke off. "
                        + owner.map(o -> "It was run by " + o.text() + ", which died without ending it.")
                                .orElse("Its process was killed, or the machine went down.");
            case RunStatus.Ended(var outcome, var error) ->
                switch (outcome) {
                    case DONE -> "done.";
                    case EXPECTATION_NOT_MET -> "trained, but not everything expected was reached.";
                    case INTERRUPTED -> "interrupted.";
                    case FAILED -> "failed. " + error.orElse("No reason was given.");
                };
        };
    }

    private String word() {
        return switch (run.status()) {
            case RunStatus.Running _ -> "running";
            case RunStatus.Broken _ -> "broken-off";
            case RunStatus.Ended(var outcome, var _) ->
                outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }

    private Optional<RunOwner> owner() {
        return switch (run.status()) {
            case RunStatus.Running(Optional<RunOwner> owner) -> owner;
            case RunStatus.Broken(Optional<RunOwner> owner) -> owner;
            case RunStatus.Ended _ -> Optional.empty();
        };
    }

    private Optional<String> error() {
        return run.status() instanceof RunStatus.Ended(var _, Optional<String> error) ? error : Optional.empty();
    }

    private boolean canGoOn() {
        return !run.checkpoints().isEmpty()
                && switch (run.status()) {
                    case RunStatus.Running _ -> false;
                    case RunStatus.Broken _ -> true;
                    case RunStatus.Ended(var outcome, var _) ->
                        switch (outcome) {
                            case DONE, EXPECTATION_NOT_MET -> false;
                            case INTERRUPTED, FAILED -> true;
                        };
                };
    }

    private TextTable phaseTable() {
        TextTable table = new TextTable("lll");
        phases().forEach(phase -> table.row(
                phase.name(),
                Figures.count(phase.steps()) + " of " + Figures.count(phase.of()) + " steps",
                Double.isNaN(phase.loss()) ? "" : "loss " + Figures.value(phase.loss())));
        return table;
    }

    private List<Phase> phases() {
        Map<String, Json> over = new LinkedHashMap<>();
        run.summary()
                .ifPresent(summary -> summary.at("phases")
                        .items()
                        .forEach(phase -> over.put(phase.at("name").text(), phase.value())));
        Map<String, Long> reached = reached();
        List<Phase> phases = new ArrayList<>();
        for (JsonPlace planned : run.plan().at("phases").items()) {
            String name = planned.at("name").text();
            long steps = planned.at("steps").whole();
            Optional<Json> end = Optional.ofNullable(over.get(name));
            phases.add(new Phase(
                    name,
                    end.map(e -> (long) e.at("steps").number()).orElse(reached.getOrDefault(name, 0L)),
                    steps,
                    end.map(e -> e.at("trainLoss").number()).orElse(Double.NaN)));
        }
        return phases;
    }

    /** The last step of each phase that anything was measured at. */
    private Map<String, Long> reached() {
        Map<String, Long> reached = new LinkedHashMap<>();
        for (Json event : run.events()) {
            double step = event.at("step").number();
            if (!Double.isNaN(step)) {
                reached.merge(event.at("phase").text(), (long) step, Math::max);
            }
        }
        return reached;
    }

    private TextTable metricTable() {
        TextTable table = new TextTable("lll");
        metrics()
                .forEach((split, values) ->
                        values.forEach((metric, value) -> table.row(metric, Figures.value(value), "on " + split)));
        return table;
    }

    /** By split: at the end, else the last ones that were measured. */
    private Map<String, Map<String, Double>> metrics() {
        Map<String, Json> bySplit = new TreeMap<>();
        run.events().stream()
                .filter(event -> event.at("event").text().equals("evaluated"))
                .forEach(event -> bySplit.put(event.at("split").text(), event.at("values")));
        run.summary()
                .ifPresent(
                        summary -> bySplit.putAll(summary.at("metrics").value().members()));
        Map<String, Map<String, Double>> metrics = new TreeMap<>();
        bySplit.forEach((split, values) -> values.members()
                .forEach((metric, value) ->
                        metrics.computeIfAbsent(split, s -> new TreeMap<>()).put(metric, value.number())));
        return metrics;
    }

    private List<StoredFile> files() {
        try (Stream<Path> all = Files.walk(run.folder(), DEPTH)) {
            List<StoredFile> files = new ArrayList<>();
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                Path name = run.folder().relativize(file);
                if (!name.startsWith(CheckpointStore.FOLDER) && !name.toString().startsWith(".")) {
                    files.add(new StoredFile(name.toString(), Files.size(file)));
                }
            }
            return files;
        } catch (IOException e) {
            throw new EspalierException(shown + " cannot be read (" + FileFault.reason(e) + ").", e);
        }
    }
}
