package org.espalier.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;
import org.jspecify.annotations.Nullable;

/** Writes the block {@code data} of a recipe; see {@link RecipePlanBuilder}. */
public final class DataBuilder {
    private @Nullable PluginUse source;
    private final List<PluginUse> prepare = new ArrayList<>();
    private double validation;
    private double test;
    private boolean stratified;
    private int batch = 128;
    private Optional<ClassesPlan> classes = Optional.empty();

    DataBuilder() {}

    public DataBuilder source(String plugin, Map<String, ?> options) {
        source = PluginUse.of("source", plugin, options);
        return this;
    }

    public DataBuilder source(String plugin) {
        return source(plugin, Map.of());
    }

    public DataBuilder prepare(String plugin, Map<String, ?> options) {
        prepare.add(PluginUse.of("prepare", plugin, options));
        return this;
    }

    public DataBuilder prepare(String plugin) {
        return prepare(plugin, Map.of());
    }

    /** Shares of the training examples held out; 0 for none. */
    public DataBuilder split(double validationShare, double testShare) {
        validation = validationShare;
        test = testShare;
        return this;
    }

    /** Has the same share of each class held out. */
    public DataBuilder stratified() {
        stratified = true;
        return this;
    }

    public DataBuilder batch(int examples) {
        batch = examples;
        return this;
    }

    /**
     * Leaves the examples of these classes, and no others.
     *
     * @param names numbers, from 0, or names
     */
    public DataBuilder classesOnly(Object... names) {
        return classes(true, names);
    }

    /**
     * Leaves the examples of all other classes.
     *
     * @param names numbers, from 0, or names
     */
    public DataBuilder classesExcept(Object... names) {
        return classes(false, names);
    }

    private DataBuilder classes(boolean only, Object... names) {
        classes = Optional.of(
                new ClassesPlan(only, Arrays.stream(names).map(Value::of).toList(), Place.NONE));
        return this;
    }

    DataPlan build() {
        return new DataPlan(
                Objects.requireNonNull(source, "data needs a source"),
                prepare,
                validation,
                test,
                stratified,
                batch,
                classes,
                Place.NONE,
                Place.NONE);
    }
}
