package org.espalier.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.ClassesPlan;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.Value;

/** Reads {@code data { … }}. */
final class DataReader {
    /** Stands for a source that could not be read. */
    static final PluginUse NO_SOURCE = new PluginUse("source", "?", Map.of(), Place.NONE);

    private static final int DEFAULT_BATCH = 128;

    private final Reading reading;
    private final List<PluginUse> prepare = new ArrayList<>();
    private PluginUse source = NO_SOURCE;
    private double validation;
    private double test;
    private boolean stratified;
    private Place splitPlace = Place.NONE;
    private int batch = DEFAULT_BATCH;
    private Optional<ClassesPlan> classes = Optional.empty();

    DataReader(Reading reading) {
        this.reading = reading;
    }

    DataPlan read(Place place, Sentence.Block block) {
        new BlockReader(Vocabulary.DATA, reading)
                .on("source", a -> a.plugin("source").ifPresent(use -> source = use))
                .on("prepare", a -> a.plugin("prepare").ifPresent(prepare::add))
                .on("split", this::split)
                .on("batch", this::batch)
                .on("classes", this::classes)
                .read(block)
                .require(place, "The data block", "source");
        return new DataPlan(source, prepare, validation, test, stratified, batch, classes, splitPlace, place);
    }

    private void split(Arguments a) {
        splitPlace = a.place();
        validation = a.numberOption("validation").orElse(0);
        test = a.numberOption("test").orElse(0);
        stratified = a.flagOption("stratified").orElse(false);
        if (!a.has("validation") && !a.has("test")) {
            a.wrong(a.place(), "'split' says which share of the training examples is held out.");
        }
    }

    private void classes(Arguments a) {
        boolean only = a.has("only");
        if (only == a.has("except")) {
            a.wrongAltogether("'classes' says either 'only:' or 'except:'.");
            return;
        }
        a.option(only ? "only" : "except").ifPresent(given -> {
            List<Value> named = given.value() instanceof Value.Items items ? items.values() : List.of(given.value());
            boolean names = named.stream().allMatch(v -> v instanceof Value.Num || v instanceof Value.Text);
            if (named.isEmpty() || !names) {
                a.wrong(given.value().place(), "'" + a.word() + "' takes numbers or names of classes.");
            } else {
                classes = Optional.of(new ClassesPlan(only, named, a.place()));
            }
        });
    }

    private void batch(Arguments a) {
        a.whole("a whole number of examples", 1, Integer.MAX_VALUE).ifPresent(n -> batch = n.intValue());
    }
}
