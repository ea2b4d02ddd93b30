package org.espalier.core.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;
import org.jspecify.annotations.Nullable;

/** Writes a {@link RecipePlan} in Java; every word of the recipe language has its method. */
public final class RecipePlanBuilder {
    private final String name;
    private String description = "";
    private long seed = 42;
    private final Map<String, Value> params = new LinkedHashMap<>();
    private @Nullable DataPlan data;
    private final List<StreamPlan> streams = new ArrayList<>();
    private @Nullable ModelPlan model;
    private final List<PhasePlan> phases = new ArrayList<>();
    private final List<BetweenPlan> between = new ArrayList<>();
    private CheckpointPlan checkpoint = CheckpointPlan.DEFAULT;
    private final List<Expectation> expectations = new ArrayList<>();
    private final List<RecipePlan.ExportPlan> exports = new ArrayList<>();
    private final List<RecipePlan.ReportPart> reports = new ArrayList<>();
    private Optional<Path> folder = Optional.empty();
    private String source = "";
    private Place place = Place.NONE;

    RecipePlanBuilder(String name) {
        this.name = name;
    }

    public RecipePlanBuilder describe(String text) {
        description = text;
        return this;
    }

    public RecipePlanBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Records a param and the value in force. */
    public RecipePlanBuilder param(String param, Object value) {
        params.put(param, Value.of(value));
        return this;
    }

    public RecipePlanBuilder data(Consumer<DataBuilder> block) {
        DataBuilder builder = new DataBuilder();
        block.accept(builder);
        return data(builder.build());
    }

    public RecipePlanBuilder data(DataPlan plan) {
        data = plan;
        return this;
    }

    /** Further data, on which phases may have losses. */
    public RecipePlanBuilder data(String name, Consumer<DataBuilder> block) {
        DataBuilder builder = new DataBuilder();
        block.accept(builder);
        return data(new StreamPlan(name, builder.build(), Place.NONE));
    }

    /** Further data, on which phases may have losses. */
    public RecipePlanBuilder data(StreamPlan plan) {
        streams.add(plan);
        return this;
    }

    public RecipePlanBuilder model(Consumer<ModelBuilder> block) {
        ModelBuilder builder = new ModelBuilder();
        block.accept(builder);
        return model(builder.build());
    }

    public RecipePlanBuilder model(ModelPlan plan) {
        model = plan;
        return this;
    }

    public RecipePlanBuilder phase(String phase, Consumer<PhaseBuilder> block) {
        PhaseBuilder builder = new PhaseBuilder(phase);
        block.accept(builder);
        return phase(builder.build());
    }

    public RecipePlanBuilder phase(PhasePlan plan) {
        phases.add(plan);
        return this;
    }

    /** Removes channels that add nothing, after the phases so far. */
    public RecipePlanBuilder shrink(String... layers) {
        return shrink(0, layers);
    }

    /**
     * Removes channels that add nothing, after the phases so far.
     *
     * @param below a filter, a column of a table, or a scale counts as zero when its norm is less than so much of the largest
     *     of its parameter
     * @param layers which may lose channels; none: all
     */
    public RecipePlanBuilder shrink(double below, String... layers) {
        return between(new ApplyPlan(
                ApplyPlan.SHRINK,
                Arrays.stream(layers)
                        .map(layer -> new SparsifyPlan.LayerSelector(layer, Place.NONE))
                        .toList(),
                new Value.Num(below, false, Place.NONE),
                Optional.empty(),
                phases.size(),
                Place.NONE));
    }

    /**
     * Removes the channels outside a mask, after the phases so far.
     *
     * @param mask the name of one made by {@link #select}
     * @param below a scale counts as zero when its size is less than so much of the largest of its layer
     */
    public RecipePlanBuilder shrinkTo(String mask, double below) {
        return between(new ApplyPlan(
                ApplyPlan.SHRINK,
                List.of(),
                new Value.Num(below, false, Place.NONE),
                Optional.of(new Value.Text(mask, Place.NONE)),
                phases.size(),
                Place.NONE));
    }

    /**
     * Lets a plugin change the network, after the phases so far.
     *
     * @param options those of the plugin, and {@code layers} (names of layers it may change; none: all)
     */
    public RecipePlanBuilder transform(String plugin, Map<String, ?> options) {
        return between(new TransformPlan(PluginUse.of(TransformPlan.KIND, plugin, options), phases.size()));
    }

    /** Makes the network the mean of those that phases ended with, after the phases so far. */
    public RecipePlanBuilder average(String... of) {
        return between(new AveragePlan(
                Arrays.stream(of)
                        .map(phase -> new PhasePoint(phase, Optional.empty(), Place.NONE))
                        .toList(),
                phases.size(),
                Place.NONE));
    }

    /**
     * Estimates running statistics anew, after the phases so far.
     *
     * @param batches of training data they become the means of
     */
    public RecipePlanBuilder recalibrate(int batches) {
        return between(new RecalibratePlan(batches, phases.size(), Place.NONE));
    }

    /**
     * Makes a mask of channels, after the phases so far.
     *
     * @param options those of the plugin, and {@code mask} (its name), {@code weights} or {@code scales} (names of layers),
     *     and {@code groups}
     */
    public RecipePlanBuilder select(String plugin, Map<String, ?> options) {
        return between(new SelectPlan(PluginUse.of(SelectPlan.KIND, plugin, options), phases.size()));
    }

    /** Adds what happens between phases; its {@link BetweenPlan#after} says where. */
    public RecipePlanBuilder between(BetweenPlan plan) {
        between.add(plan);
        return this;
    }

    /** A checkpoint every so often and at the end of each phase; the newest {@code keep} are kept. */
    public RecipePlanBuilder checkpoint(Span every, int keep) {
        return checkpoint(new CheckpointPlan(Optional.of(every), keep, Place.NONE));
    }

    public RecipePlanBuilder checkpoint(CheckpointPlan plan) {
        checkpoint = plan;
        return this;
    }

    public RecipePlanBuilder expect(Expectation expectation) {
        expectations.add(expectation);
        return this;
    }

    /** Expects a measured value on the test set to be above a figure. */
    public RecipePlanBuilder expectAbove(String metric, double figure) {
        return expect(new Expectation(metric, "", "test", Expectation.Comparison.ABOVE, figure, Place.NONE));
    }

    public RecipePlanBuilder export(RecipePlan.ExportPlan plan) {
        exports.add(plan);
        return this;
    }

    public RecipePlanBuilder export(String exporter, String to) {
        return export(new RecipePlan.ExportPlan(PluginUse.of("export", exporter, Map.of()), to, Place.NONE));
    }

    public RecipePlanBuilder report(RecipePlan.ReportPart part) {
        reports.add(part);
        return this;
    }

    public RecipePlanBuilder report(String part) {
        return report(new RecipePlan.ReportPart(part, Place.NONE));
    }

    /** The folder that relative paths are relative to; by default the working directory. */
    public RecipePlanBuilder folder(Path path) {
        folder = Optional.of(path);
        return this;
    }

    /** The text the plan was read from, and its place. */
    public RecipePlanBuilder source(String text, Place where) {
        source = text;
        place = where;
        return this;
    }

    /**
     * @throws NullPointerException when data or model are missing
     */
    public RecipePlan build() {
        return new RecipePlan(
                name,
                description,
                seed,
                params,
                Objects.requireNonNull(data, "a recipe needs data"),
                streams,
                Objects.requireNonNull(model, "a recipe needs a model"),
                phases,
                between,
                checkpoint,
                expectations,
                exports,
                reports,
                folder,
                source,
                place);
    }

    /** The block {@code data}. */
    public static final class DataBuilder {
        private @Nullable PluginUse source;
        private final List<PluginUse> prepare = new ArrayList<>();
        private double validation;
        private double test;
        private int batch = 128;
        private Optional<ClassesPlan> classes = Optional.empty();

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
                    batch,
                    classes,
                    Place.NONE,
                    Place.NONE);
        }
    }

    /** The block {@code model}. */
    public static final class ModelBuilder {
        private List<Integer> input = List.of();
        private final List<LayerPlan> layers = new ArrayList<>();

        public ModelBuilder input(Integer... shape) {
            input = List.of(shape);
            return this;
        }

        public ModelBuilder flatten() {
            layers.add(new LayerPlan.Flatten(Place.NONE));
            return this;
        }

        /** A dense layer with bias and the default initialisation. */
        public ModelBuilder dense(String layer, int units, String activation) {
            return dense(layer, units, Map.of("activation", activation));
        }

        /**
         * A dense layer.
         *
         * @param options {@code activation}, {@code bias}, {@code init} and {@code adapt}, each as {@link Value#of} takes it:
         *     a word, or a {@link PluginUse} of the kind {@code activation}, {@code init} or {@code adapt}
         */
        public ModelBuilder dense(String layer, int units, Map<String, ?> options) {
            return layer(dense(layer, units, options, Optional.empty()));
        }

        private static LayerPlan.Dense dense(String layer, int units, Map<String, ?> options, Optional<String> tied) {
            Map<String, Object> all = new LinkedHashMap<>(
                    Map.of("activation", "none", "bias", true, "init", "he-normal", "adapt", "none"));
            if (!all.keySet().containsAll(options.keySet())) {
                throw new IllegalArgumentException(
                        "a dense layer has the options " + all.keySet() + ", and was given " + options.keySet());
            }
            all.putAll(options);
            Value activation = Value.of(Objects.requireNonNull(all.get("activation")));
            Value init = Value.of(Objects.requireNonNull(all.get("init")));
            Value adapt = Value.of(Objects.requireNonNull(all.get("adapt")));
            boolean bias = Boolean.TRUE.equals(all.get("bias"));
            return new LayerPlan.Dense(layer, units, activation, bias, init, adapt, tied, Place.NONE);
        }

        /**
         * A dense layer with bias and without activation whose weight is the table of an embedding before it.
         *
         * @param units the rows of the table
         */
        public ModelBuilder tied(String layer, int units, String embedding) {
            return layer(dense(layer, units, Map.of(), Optional.of(embedding)));
        }

        /** A layer that is a plugin; an empty name lets it be named after the plugin. */
        public ModelBuilder layer(String layer, String plugin, Map<String, ?> options) {
            return layer(new LayerPlan.Plugged(layer, PluginUse.of("layer", plugin, options)));
        }

        /** Layers whose output is added to what comes in. */
        public ModelBuilder residual(Consumer<ModelBuilder> block) {
            return residual(block, shortcut -> {});
        }

        /** Layers whose output is added to what a shortcut makes of what comes in. */
        public ModelBuilder residual(Consumer<ModelBuilder> block, Consumer<ModelBuilder> shortcut) {
            ModelBuilder inner = new ModelBuilder();
            block.accept(inner);
            ModelBuilder beside = new ModelBuilder();
            shortcut.accept(beside);
            return layer(new LayerPlan.Residual(inner.layers, beside.layers, Place.NONE));
        }

        /**
         * Branches that each begin with what comes in.
         *
         * @param join what they come together to
         * @param branches at least two
         */
        @SafeVarargs
        public final ModelBuilder branches(LayerPlan.Join join, Consumer<ModelBuilder>... branches) {
            List<List<LayerPlan>> built = new ArrayList<>();
            for (Consumer<ModelBuilder> branch : branches) {
                ModelBuilder inner = new ModelBuilder();
                branch.accept(inner);
                built.add(inner.layers);
            }
            return layer(new LayerPlan.Branches(join, built, Place.NONE));
        }

        /**
         * A mixture of experts.
         *
         * @param gate the name of a plugin of kind {@code gate}
         * @param options of the gate
         * @param expert the layers of one of them
         */
        public ModelBuilder experts(
                String layer, int count, String gate, Map<String, ?> options, Consumer<ModelBuilder> expert) {
            ModelBuilder inner = new ModelBuilder();
            expert.accept(inner);
            return layer(
                    new LayerPlan.Experts(layer, count, PluginUse.of("gate", gate, options), inner.layers, Place.NONE));
        }

        public ModelBuilder layer(LayerPlan layer) {
            layers.add(layer);
            return this;
        }

        ModelPlan build() {
            return new ModelPlan(input, layers, Place.NONE);
        }
    }
}
