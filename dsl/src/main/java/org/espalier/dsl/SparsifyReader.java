package org.espalier.dsl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.SparsifyPlan;
import org.espalier.core.plan.SparsifyPlan.Execution;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.plan.SparsifyPlan.Precision;
import org.espalier.core.plan.SparsifyPlan.Storage;
import org.espalier.core.plan.SparsifyPlan.UpdateWindow;
import org.espalier.core.plan.Value;

/** Reads {@code sparsify { … }}. */
final class SparsifyReader {
    private final Reading reading;
    private final List<LayerSelector> layers = new ArrayList<>();
    private final Map<String, PluginUse> parts = new HashMap<>();
    private Value sparsity = Value.of(0);
    private Storage storage = Storage.SPARSE;
    private Execution execution = Execution.SPARSE;
    private Precision precision = Precision.FLOAT;
    private Optional<UpdateWindow> update = Optional.empty();
    private Optional<Value> replace = Optional.empty();

    SparsifyReader(Reading reading) {
        this.reading = reading;
    }

    SparsifyPlan read(Place place, Sentence.Block block) {
        BlockReader words = new BlockReader(Vocabulary.SPARSIFY, reading)
                .on("layers", this::layers)
                .on("sparsity", a -> a.dial("a number or a schedule").ifPresent(v -> sparsity = v))
                .on("storage", this::storage)
                .on("execution", this::execution)
                .on("precision", this::precision)
                .on("update", this::update)
                .on("replace", a -> replace = a.dial("a number or a schedule"));
        for (String kind : List.of("distribute", "pattern", "start", "prune", "grow")) {
            words.on(kind, a -> a.plugin(kind).ifPresent(use -> parts.put(kind, use)));
        }
        words.read(block).require(place, "The sparsify block", "layers", "sparsity");
        return new SparsifyPlan(
                layers,
                sparsity,
                part("distribute", "erk", place),
                part("pattern", "unstructured", place),
                part("start", "random", place),
                storage,
                execution,
                precision,
                update,
                replace,
                Optional.ofNullable(parts.get("prune")),
                Optional.ofNullable(parts.get("grow")),
                place);
    }

    private PluginUse part(String kind, String byDefault, Place place) {
        PluginUse given = parts.get(kind);
        return given == null ? new PluginUse(kind, byDefault, Map.of(), place) : given;
    }

    private void layers(Arguments a) {
        a.texts("names of layers").forEach(t -> layers.add(new LayerSelector(t.value(), t.place())));
    }

    private void storage(Arguments a) {
        a.text("'sparse' or 'latent'").ifPresent(text -> {
            if (text.value().equals("latent")) {
                storage = new Storage(true, a.numberOption("decay").orElse(0));
            } else if (!text.value().equals("sparse")) {
                a.wrong(text.place(), "Weights are stored 'sparse' or 'latent', not " + text.text() + ".");
            }
        });
    }

    private void execution(Arguments a) {
        a.text("'sparse', 'dense' or 'auto'")
                .ifPresent(text -> Execution.of(text.value())
                        .ifPresentOrElse(
                                given -> execution = given,
                                () -> a.wrong(
                                        text.place(),
                                        "Products run 'sparse', 'dense' or 'auto', not " + text.text() + ".")));
    }

    private void precision(Arguments a) {
        a.text("'float' or 'mixed'")
                .ifPresent(text -> Precision.of(text.value())
                        .ifPresentOrElse(
                                given -> precision = given,
                                () -> a.wrong(
                                        text.place(),
                                        "The precision is 'float' or 'mixed', not " + text.text() + ".")));
    }

    private void update(Arguments a) {
        Optional<Span> every = a.spanOption("every");
        Span from = a.spanOption("from").orElse(Span.steps(0));
        Span until = a.spanOption("until").orElse(Span.percent(100));
        if (!a.has("every")) {
            a.wrong(a.place(), "'update' says how often.");
        }
        update = every.map(e -> new UpdateWindow(e, from, until, a.place()));
    }
}
