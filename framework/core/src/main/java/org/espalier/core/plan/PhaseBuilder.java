package org.espalier.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;
import org.jspecify.annotations.Nullable;

/** The block {@code phase} of a {@link RecipePlanBuilder}. */
public final class PhaseBuilder {
    private final String name;
    private Optional<PhasePoint> start = Optional.empty();
    private final List<WeightsPlan> weights = new ArrayList<>();
    private Optional<PhasePoint> teacher = Optional.empty();
    private Span train = Span.epochs(1);
    private PluginUse loss = PluginUse.of("loss", "cross-entropy", Map.of());
    private @Nullable PluginUse optimizer;
    private Value learningRate = Value.of(0.1);
    private Optional<ClipPlan> clip = Optional.empty();
    private final List<Value.Text> frozen = new ArrayList<>();
    private Optional<PluginUse> sample = Optional.empty();
    private int accumulate = 1;
    private Optional<Value.Num> average = Optional.empty();
    private final List<GroupPlan> rates = new ArrayList<>();
    private final List<GroupPlan> decays = new ArrayList<>();
    private final List<RegularizePlan> regularize = new ArrayList<>();
    private final List<StreamLossPlan> streams = new ArrayList<>();
    private final List<RulePlan> rules = new ArrayList<>();
    private final List<SparsifyPlan> sparsify = new ArrayList<>();
    private Optional<Span> validateEvery = Optional.empty();
    private DivergencePlan onDivergence = DivergencePlan.STOP;

    PhaseBuilder(String name) {
        this.name = name;
    }

    /** Begins with the network of an earlier phase as it was at its end. */
    public PhaseBuilder startFrom(String phase) {
        start = Optional.of(new PhasePoint(phase, Optional.empty(), Place.NONE));
        return this;
    }

    /** Begins with the network of an earlier phase as it was so far into it. */
    public PhaseBuilder startFrom(String phase, Span at) {
        start = Optional.of(new PhasePoint(phase, Optional.of(at), Place.NONE));
        return this;
    }

    /**
     * Begins with trained values of a file.
     *
     * @param options those of the plugin, and {@code file}, {@code only}, {@code except} (names of layers) and {@code rename}
     */
    public PhaseBuilder weights(String plugin, Map<String, ?> options) {
        weights.add(new WeightsPlan(PluginUse.of(WeightsPlan.KIND, plugin, options)));
        return this;
    }

    /** Lets the loss ask what the network of an earlier phase gives, as it was at its end. */
    public PhaseBuilder teacher(String phase) {
        teacher = Optional.of(new PhasePoint(phase, Optional.empty(), Place.NONE));
        return this;
    }

    public PhaseBuilder train(Span span) {
        train = span;
        return this;
    }

    /** Chooses the examples of each epoch; all when left out. */
    public PhaseBuilder sample(String plugin, Map<String, ?> options) {
        sample = Optional.of(PluginUse.of(PhasePlan.SAMPLE, plugin, options));
        return this;
    }

    public PhaseBuilder loss(String plugin, Map<String, ?> options) {
        loss = PluginUse.of("loss", plugin, options);
        return this;
    }

    /**
     * Learns of further data in each step.
     *
     * @param on the name of the data
     * @param weight what the gradient is multiplied by: a number, or a {@link PluginUse} of kind {@code schedule}
     */
    public PhaseBuilder loss(String plugin, Map<String, ?> options, String on, Object weight) {
        streams.add(new StreamLossPlan(
                PluginUse.of("loss", plugin, options), new Value.Text(on, Place.NONE), Value.of(weight)));
        return this;
    }

    public PhaseBuilder optimizer(String plugin, Map<String, ?> options) {
        optimizer = PluginUse.of("optimizer", plugin, options);
        return this;
    }

    public PhaseBuilder learningRate(double rate) {
        learningRate = Value.of(rate);
        return this;
    }

    public PhaseBuilder learningRate(String schedule, Map<String, ?> options) {
        learningRate = Value.of(PluginUse.of("schedule", schedule, options));
        return this;
    }

    /**
     * Bounds the norm of all gradients together.
     *
     * @param limit a number, or a {@link PluginUse} of kind {@code schedule}
     */
    public PhaseBuilder clipNorm(Object limit) {
        clip = Optional.of(new ClipPlan(ClipPlan.By.NORM, Value.of(limit), Place.NONE));
        return this;
    }

    /**
     * Bounds each gradient by itself.
     *
     * @param limit a number, or a {@link PluginUse} of kind {@code schedule}
     */
    public PhaseBuilder clipValue(Object limit) {
        clip = Optional.of(new ClipPlan(ClipPlan.By.VALUE, Value.of(limit), Place.NONE));
        return this;
    }

    /** So many batches make a step, by the mean of their gradients; 1 when left out. */
    public PhaseBuilder accumulate(int batches) {
        accumulate = batches;
        return this;
    }

    /**
     * Measures, exports and ends with a moving average of all values.
     *
     * @param decay what a step keeps of the average, in [0, 1)
     */
    public PhaseBuilder average(double decay) {
        average = Optional.of(number(decay));
        return this;
    }

    /** Multiplies the learning rate of some layers; of several that match a layer, the last holds. */
    public PhaseBuilder rate(String layers, double times) {
        rates.add(group(layers, times));
        return this;
    }

    /**
     * Says whether the weights of some layers decay; of several that match a layer, the last holds.
     *
     * @param times 0 or 1
     */
    public PhaseBuilder decay(String layers, double times) {
        decays.add(group(layers, times));
        return this;
    }

    /**
     * Penalises groups of trained values.
     *
     * @param options those of the plugin, and {@code weights} or {@code scales} (names of layers), {@code groups},
     *     {@code strength}, {@code every} and {@code by}
     */
    public PhaseBuilder regularize(String plugin, Map<String, ?> options) {
        regularize.add(new RegularizePlan(PluginUse.of(RegularizePlan.KIND, plugin, options)));
        return this;
    }

    /** A plugin of kind {@code rule}; {@code layers} and {@code dial} are among its options. */
    public PhaseBuilder rule(String plugin, Map<String, ?> options) {
        rules.add(new RulePlan(PluginUse.of(RulePlan.KIND, plugin, options)));
        return this;
    }

    /** Leaves the links of a mask as they are, which {@code select} made of links. */
    public PhaseBuilder freeze(String mask) {
        frozen.add(new Value.Text(mask, Place.NONE));
        return this;
    }

    private static GroupPlan group(String layers, double times) {
        return new GroupPlan(new SparsifyPlan.LayerSelector(layers, Place.NONE), number(times), Place.NONE);
    }

    private static Value.Num number(double value) {
        return new Value.Num(value, false, Place.NONE);
    }

    public PhaseBuilder validateEvery(Span span) {
        validateEvery = Optional.of(span);
        return this;
    }

    /** {@link DivergencePlan#STOP} when left out. */
    public PhaseBuilder onDivergence(DivergencePlan plan) {
        onDivergence = plan;
        return this;
    }

    public PhaseBuilder sparsify(Consumer<SparsifyBuilder> block) {
        SparsifyBuilder builder = new SparsifyBuilder();
        block.accept(builder);
        sparsify.add(builder.build());
        return this;
    }

    PhasePlan build() {
        return new PhasePlan(
                name,
                start,
                weights,
                teacher,
                train,
                sample,
                loss,
                Objects.requireNonNull(optimizer, "a phase needs an optimizer"),
                learningRate,
                new StepPlan(clip, accumulate, rates, decays, average, regularize, streams, rules, frozen),
                sparsify,
                validateEvery,
                onDivergence,
                Place.NONE);
    }

    /** The block {@code sparsify}. */
    public static final class SparsifyBuilder {
        private final List<SparsifyPlan.LayerSelector> layers = new ArrayList<>();
        private @Nullable Value sparsity;
        private PluginUse distribute = PluginUse.of("distribute", "erk", Map.of());
        private PluginUse pattern = PluginUse.of("pattern", "unstructured", Map.of());
        private PluginUse start = PluginUse.of("start", "random", Map.of());
        private SparsifyPlan.Storage storage = SparsifyPlan.Storage.SPARSE;
        private SparsifyPlan.Execution execution = SparsifyPlan.Execution.SPARSE;
        private SparsifyPlan.Precision precision = SparsifyPlan.Precision.FLOAT;
        private Optional<SparsifyPlan.UpdateWindow> update = Optional.empty();
        private Optional<Value> replace = Optional.empty();
        private Optional<PluginUse> prune = Optional.empty();
        private Optional<PluginUse> grow = Optional.empty();

        public SparsifyBuilder layers(String... selectors) {
            for (String selector : selectors) {
                layers.add(new SparsifyPlan.LayerSelector(selector, Place.NONE));
            }
            return this;
        }

        /** A number, or a {@link PluginUse} of kind {@code schedule}. */
        public SparsifyBuilder sparsity(Object value) {
            sparsity = Value.of(value);
            return this;
        }

        public SparsifyBuilder distribute(String plugin, Map<String, ?> options) {
            distribute = PluginUse.of("distribute", plugin, options);
            return this;
        }

        public SparsifyBuilder pattern(String plugin, Map<String, ?> options) {
            pattern = PluginUse.of("pattern", plugin, options);
            return this;
        }

        public SparsifyBuilder start(String plugin, Map<String, ?> options) {
            start = PluginUse.of("start", plugin, options);
            return this;
        }

        /** {@link SparsifyPlan.Storage#SPARSE} when left out. */
        public SparsifyBuilder storage(SparsifyPlan.Storage kept) {
            storage = kept;
            return this;
        }

        /** {@link SparsifyPlan.Execution#SPARSE} when left out. */
        public SparsifyBuilder execution(SparsifyPlan.Execution read) {
            execution = read;
            return this;
        }

        /** {@link SparsifyPlan.Precision#FLOAT} when left out. */
        public SparsifyBuilder precision(SparsifyPlan.Precision rounded) {
            precision = rounded;
            return this;
        }

        public SparsifyBuilder update(Span every, Span from, Span until) {
            update = Optional.of(new SparsifyPlan.UpdateWindow(every, from, until, Place.NONE));
            return this;
        }

        /** A number, or a {@link PluginUse} of kind {@code schedule}. */
        public SparsifyBuilder replace(Object value) {
            replace = Optional.of(Value.of(value));
            return this;
        }

        public SparsifyBuilder prune(String plugin, Map<String, ?> options) {
            prune = Optional.of(PluginUse.of("prune", plugin, options));
            return this;
        }

        public SparsifyBuilder grow(String plugin, Map<String, ?> options) {
            grow = Optional.of(PluginUse.of("grow", plugin, options));
            return this;
        }

        SparsifyPlan build() {
            return new SparsifyPlan(
                    layers,
                    Objects.requireNonNull(sparsity, "sparsify needs a sparsity"),
                    distribute,
                    pattern,
                    start,
                    storage,
                    execution,
                    precision,
                    update,
                    replace,
                    prune,
                    grow,
                    Place.NONE);
        }
    }
}
