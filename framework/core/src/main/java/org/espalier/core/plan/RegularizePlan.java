package org.espalier.core.plan;

import java.util.Optional;
import org.espalier.api.Span;

/**
 * A penalty on groups of trained values during a phase.
 *
 * @param use a plugin of kind {@code regularize}; the options every such plugin has are among its own
 */
public record RegularizePlan(PluginUse use) implements SelectsGroups {
    /** The word in recipes, and the kind of its plugins. */
    public static final String KIND = "regularize";

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

    /** How the penalty acts; by a proximal step when left out. */
    public By by() {
        return choice(By.values(), "by");
    }

    /** What the penalty is multiplied by: a number, or a plugin of kind {@code schedule}. */
    public Value strength() {
        return given("strength").orElse(Value.of(0));
    }

    /** What the dial of its strength is called. */
    public String dialName() {
        return use.name() + ".strength";
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

    /** The mask whose groups are left alone; empty: none is. */
    public Optional<Value.Text> outside() {
        return given("outside")
                .filter(Value.Text.class::isInstance)
                .map(Value.Text.class::cast)
                .filter(name -> !name.value().isEmpty());
    }
}
