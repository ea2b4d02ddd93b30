package org.espalier.core.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/**
 * A penalty on groups of trained values during a phase.
 *
 * @param use a plugin of kind {@code regularize}; the options every such plugin has are among its own
 */
public record RegularizePlan(PluginUse use) {
    /** The word in recipes, and the kind of its plugins. */
    public static final String KIND = "regularize";

    /** What makes a group. */
    public enum Groups {
        /** One value. */
        WEIGHT,
        /** What leads to an output channel of a convolution, or to a unit: a row. */
        FILTER,
        /** The same, where one would rather say so. */
        NEURON,
        /** What comes from an input channel, or an input feature. */
        CHANNEL,
        /** What comes from one place of the window of an input channel: a column. */
        FILTER_SHAPE,
        /** A whole parameter. */
        LAYER;

        /** Whether the groups are rows or parts of columns, which only weights have. */
        public boolean ofWeights() {
            return switch (this) {
                case WEIGHT, LAYER -> false;
                case FILTER, NEURON, CHANNEL, FILTER_SHAPE -> true;
            };
        }
    }

    /** How the penalty acts. */
    public enum By {
        /** A proximal step after the optimizer's. */
        PROX,
        /** Its gradient is added to that of the loss. */
        GRADIENT,
        /**
         * The optimizer's step is led on along the penalty's gradient, and groups that leave their half-space become zero and
         * stay so (Chen et al., "A Half-Space Stochastic Projected Gradient Method for Group-Sparsity Regularization", 2020).
         */
        HALF_SPACE;

        /** Whether it sets values after the optimizer, and so has them for itself. */
        public boolean stepsItself() {
            return this != GRADIENT;
        }
    }

    /** Names of layers whose weights are selected. */
    public List<LayerSelector> weights() {
        return selectors("weights");
    }

    /** Names of layers whose scales are selected. */
    public List<LayerSelector> scales() {
        return selectors("scales");
    }

    /** What makes a group; single values when left out. */
    public Groups groups() {
        return choice(Groups.values(), "groups");
    }

    /** How the penalty acts; by a proximal step when left out. */
    public By by() {
        return choice(By.values(), "by");
    }

    /** What the penalty is multiplied by: a number, or a plugin of kind {@code schedule}. */
    public Value strength() {
        return given("strength").orElse(Value.of(0));
    }

    /** How far apart proximal steps are, each for all the steps since the one before; every step when left out. */
    public Span every() {
        return given("every").orElse(Value.of(Span.steps(1))) instanceof Value.Time time ? time.value() : Span.steps(1);
    }

    /**
     * Of half-space steps: what part of its old self a group must still have along itself to stay, in [0, 1); 0 when left out.
     */
    public double epsilon() {
        return given("epsilon")
                .filter(Value.Num.class::isInstance)
                .map(Value.Num.class::cast)
                .map(Value.Num::value)
                .orElse(0.0);
    }

    /** Where the sentence stands. */
    public Place place() {
        return use.place();
    }

    private Optional<Value> given(String option) {
        return Optional.ofNullable(use.options().get(option)).map(Argument::value);
    }

    private <E extends Enum<E>> E choice(E[] choices, String option) {
        return given(option)
                .filter(Value.Text.class::isInstance)
                .map(Value.Text.class::cast)
                .flatMap(text -> Arrays.stream(choices)
                        .filter(c -> LayerPlan.recipeName(c).equals(text.value()))
                        .findFirst())
                .orElse(choices[0]);
    }

    private List<LayerSelector> selectors(String option) {
        Stream<Value> values = given(option).stream()
                .flatMap(value -> value instanceof Value.Items items ? items.values().stream() : Stream.of(value));
        return values.filter(Value.Text.class::isInstance)
                .map(Value.Text.class::cast)
                .map(text -> new LayerSelector(text.value(), text.place().known() ? text.place() : place()))
                .toList();
    }
}
