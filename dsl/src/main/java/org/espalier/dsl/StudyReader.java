package org.espalier.dsl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.plan.Value;

/** Reads {@code study('name') { … }}. */
final class StudyReader {
    private final Reading reading;
    private final RecipeFiles files;
    private final List<StudyPlan.Run> runs = new ArrayList<>();
    private final Map<String, List<Value>> vary = new LinkedHashMap<>();
    private final List<Sentence.Block> claimBlocks = new ArrayList<>();
    private List<Long> seeds = List.of();
    private String description = "";

    StudyReader(Reading reading, RecipeFiles files) {
        this.reading = reading;
        this.files = files;
    }

    StudyPlan read(String name, Place place, Sentence.Block block) {
        BlockReader words = new BlockReader(Vocabulary.STUDY, reading)
                .on("describe", a -> a.text("one text").ifPresent(t -> description = t.value()))
                .on("runs", this::runs)
                .on("vary", this::vary)
                .on("seeds", this::seeds)
                .on("expect", a -> a.block().ifPresent(claimBlocks::add));
        words.read(block).require(place, "The study '" + name + "'", "runs", "seeds", "expect");
        ClaimReader claims = new ClaimReader(reading, runs, vary);
        claimBlocks.forEach(claims::read);
        return new StudyPlan(name, description, runs, vary, seeds, claims.claims(), place);
    }

    private void runs(Arguments a) {
        for (Value.Text name : a.texts("names of recipes")) {
            if (runs.stream().anyMatch(r -> r.recipe().equals(name.value()))) {
                reading.found()
                        .add(
                                DiagnosticId.DUPLICATE_NAME,
                                name.place(),
                                "The recipe '" + name.value() + "' is in this study already.",
                                "Remove one.");
                continue;
            }
            Optional<Path> file = files.find(name.value());
            if (file.isEmpty()) {
                reading.found()
                        .add(
                                DiagnosticId.UNKNOWN_NAME,
                                name.place(),
                                "There is no recipe '" + name.value() + "' beside this study or in the folder above.",
                                ClosestNames.hint(name.value(), files.names()));
            }
            runs.add(new StudyPlan.Run(name.value(), name.place()));
        }
    }

    private void vary(Arguments a) {
        if (a.names().isEmpty()) {
            a.wrong(a.place(), "'vary' names params and their values.");
        }
        for (String param : a.names()) {
            a.option(param).ifPresent(given -> {
                List<Value> values =
                        given.value() instanceof Value.Items items ? items.values() : List.of(given.value());
                if (values.isEmpty()) {
                    a.wrong(given.value().place(), "'" + param + "' has no values.");
                }
                if (vary.put(param, values) != null) {
                    reading.found()
                            .add(
                                    DiagnosticId.REPEATED_WORD,
                                    given.key(),
                                    "'" + param + "' is varied twice.",
                                    "Remove one.");
                }
            });
        }
    }

    private void seeds(Arguments a) {
        List<Long> all = new ArrayList<>();
        for (Value value : a.rest("whole numbers")) {
            if (value instanceof Value.Num n && n.value() == Math.rint(n.value())) {
                long seed = (long) n.value();
                if (all.contains(seed)) {
                    reading.found()
                            .add(
                                    DiagnosticId.REPEATED_WORD,
                                    n.place(),
                                    "The seed " + seed + " is there twice.",
                                    "Remove one.");
                } else {
                    all.add(seed);
                }
            } else {
                a.wrong(value.place(), "'seeds' takes whole numbers, not " + Evaluator.described(value) + ".");
            }
        }
        seeds = all;
    }

    /** The recipes a study can name: {@code NAME.groovy} in its folder or the one above. */
    record RecipeFiles(Path folder) {
        Optional<Path> find(String name) {
            return name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")
                    ? folders().stream()
                            .map(f -> f.resolve(name + ".groovy"))
                            .filter(Files::isRegularFile)
                            .findFirst()
                    : Optional.empty();
        }

        List<String> names() {
            List<String> names = new ArrayList<>();
            for (Path folder : folders()) {
                String[] files = folder.toFile().list((dir, file) -> file.endsWith(".groovy"));
                for (String file : files == null ? new String[0] : files) {
                    names.add(file.substring(0, file.length() - ".groovy".length()));
                }
            }
            return names.stream().sorted().toList();
        }

        private List<Path> folders() {
            Path above = folder.getParent();
            return above == null ? List.of(folder) : List.of(folder, above);
        }
    }
}
