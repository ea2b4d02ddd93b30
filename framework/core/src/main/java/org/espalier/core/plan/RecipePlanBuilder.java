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
     * Merges factors and adapters, after the phases so far.
     *
     * @param layers names of the layers; none: all that can be merged
     */
    public RecipePlanBuilder merge(String... layers) {
        return between(new MergePlan(
                Arrays.stream(layers)
                        .map(layer -> new SparsifyPlan.LayerSelector(layer, Place.NONE))
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
}
