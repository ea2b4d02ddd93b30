package org.espalier.dsl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.CheckpointPlan;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.Expectation;
import org.espalier.core.plan.ModelPlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SelectPlan;
import org.espalier.core.plan.StreamPlan;
import org.espalier.core.plan.Value;

/** Reads {@code recipe('name') { … }}. */
final class RecipeReader {
    private static final long DEFAULT_SEED = 42;

    private final Reading reading;
    private final Settings settings;
    private final Map<String, Value> params = new LinkedHashMap<>();
    private final List<PhasePlan> phases = new ArrayList<>();
    private final List<StreamPlan> streams = new ArrayList<>();
    private final List<BetweenPlan> between = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private final List<RecipePlan.ExportPlan> exports = new ArrayList<>();
    private final List<RecipePlan.ReportPart> reports = new ArrayList<>();
    private String description = "";
    private CheckpointPlan checkpoint = CheckpointPlan.DEFAULT;
    private Optional<Long> seed = Optional.empty();
    private Optional<DataPlan> data = Optional.empty();
    private Optional<ModelPlan> model = Optional.empty();
    private final Forks forks;

    RecipeReader(Reading reading, Settings settings) {
        this.reading = reading;
        this.settings = settings;
        this.forks = new Forks(reading, phases, between);
    }

    RecipePlan read(String name, Place place, Sentence.Block block, Path folder, String source) {
        BlockReader words = new BlockReader(Vocabulary.RECIPE, reading)
                .on("describe", a -> a.text("one text").ifPresent(t -> description = t.value()))
                .on("param", this::param)
                .on("seed", a -> seed = a.whole("a whole number", -(1L << 53), 1L << 53))
                .on("data", this::data)
                .on("model", this::model)
                .on("checkpoint", this::checkpoint)
                .on("phase", this::phase)
                .on("apply", a -> ApplyReader.read(a, phases.size()).ifPresent(between::add))
                .on(
                        SelectPlan.KIND,
                        a -> a.plugin(SelectPlan.KIND)
                                .ifPresent(use -> between.add(new SelectPlan(use, phases.size()))))
                .on("expect", a -> a.block().ifPresent(b -> expectations.addAll(new ExpectReader(reading).read(b))))
                .on("export", this::export)
                .on(
                        "report",
                        a -> a.texts("names of measures")
                                .forEach(t -> reports.add(new RecipePlan.ReportPart(t.value(), t.place()))));
        words.on("fork", a -> forks.read(a, words)).read(block);
        if (data.isEmpty()) {
            streams.stream().findFirst().ifPresent(s -> onlyFurther(s.place()));
        }
        reading.structural(() -> words.require(place, "The recipe '" + name + "'", "data", "model", "phase"));
        settings.unused(params.keySet()).forEach(reading.found()::add);
        return new RecipePlan(
                name,
                description,
                settings.seed(reading.found())
                        .or(() -> seed)
                        .or(this::seedParam)
                        .orElse(DEFAULT_SEED),
                params,
                data.orElseGet(() -> new DataPlan(
                        DataReader.NO_SOURCE, List.of(), 0, 0, false, 1, Optional.empty(), Place.NONE, Place.NONE)),
                streams,
                model.orElseGet(() -> new ModelPlan(List.of(1), List.of(), Place.NONE)),
                phases,
                between,
                checkpoint,
                expectations,
                exports,
                reports,
                Optional.of(folder),
                source,
                place);
    }

    private void data(Arguments a) {
        Optional<Value.Text> name = a.count() == 0 ? Optional.empty() : a.text("a name in quotes, and a block");
        Optional<DataPlan> read = a.block().map(b -> new DataReader(reading).read(a.place(), b));
        if (a.count() > 0) {
            name.ifPresent(n -> read.ifPresent(plan -> streams.add(new StreamPlan(n.value(), plan, n.place()))));
            return;
        }
        data.ifPresent(first -> reading.repeated("data", "recipe", a.place(), first.place(), "data('forget') { … }"));
        data = data.or(() -> read);
    }

    private void onlyFurther(Place place) {
        reading.notWhole();
        reading.found()
                .add(
                        DiagnosticId.MISSING_WORD,
                        place,
                        "These are further data, and there are none to train on.",
                        "Those that epochs count have no name: data { … }");
    }

    private Optional<Long> seedParam() {
        return params.get("seed") instanceof Value.Num n && n.value() == Math.rint(n.value())
                ? Optional.of((long) n.value())
                : Optional.empty();
    }

    private void param(Arguments a) {
        Optional<Value.Text> name = a.text("a name in quotes and a value");
        if (name.isEmpty()) {
            return;
        }
        Optional<Value> byDefault = a.value("a name in quotes and a value");
        String key = name.get().value();
        if (!key.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            a.wrong(
                    name.get().place(),
                    "A param is named with letters, digits and _, so that it can be used by its plain name; "
                            + name.get().text() + " cannot.");
            return;
        }
        if (reading.evaluator().knows(key)) {
            reading.found()
                    .add(
                            DiagnosticId.DUPLICATE_NAME,
                            name.get().place(),
                            "The name '" + key + "' already means something here.",
                            "Choose another.");
            return;
        }
        byDefault.ifPresent(value -> {
            Value inForce = settings.apply(key, value, reading.found());
            params.put(key, inForce);
            reading.evaluator().define(key, inForce);
        });
    }

    private void model(Arguments a) {
        a.block()
                .ifPresent(b ->
                        model = Optional.of(reading.structural(() -> new ModelReader(reading).read(a.place(), b))));
    }

    private void checkpoint(Arguments a) {
        Optional<Span> every = a.spanOption("every");
        int keep = a.option("keep")
                .flatMap(k -> a.whole("a whole number for 'keep:'", k.value(), 1, Integer.MAX_VALUE))
                .map(Long::intValue)
                .orElse(CheckpointPlan.DEFAULT.keep());
        if (a.names().isEmpty()) {
            a.wrong(a.place(), "'checkpoint' says how often, or how many are kept.");
        }
        checkpoint = new CheckpointPlan(every, keep, a.place());
    }

    private void phase(Arguments a) {
        Optional<Value.Text> name = a.text("a name in quotes and a block");
        a.block()
                .ifPresent(b -> phases.add(forks.started(reading.structural(() -> new PhaseReader(reading)
                        .read(
                                name.map(Value.Text::value).orElse("?"),
                                name.map(Value.Text::place).orElse(a.place()),
                                b)))));
    }

    private void export(Arguments a) {
        Optional<Value.Text> to = a.textOption("to");
        if (!a.has("to")) {
            reading.found()
                    .add(
                            DiagnosticId.MISSING_OPTION,
                            a.place(),
                            "'export' needs 'to', the file it writes.",
                            "For example: " + Vocabulary.example("export"));
        }
        a.plugin("export", java.util.Set.of("to"))
                .ifPresent(use ->
                        to.ifPresent(file -> exports.add(new RecipePlan.ExportPlan(use, file.value(), file.place()))));
    }
}
