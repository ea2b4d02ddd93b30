package org.espalier.core.plan;

import org.espalier.core.diagnostic.Place;

/**
 * A bound for the gradients of a step.
 *
 * @param limit above 0: a number, or a plugin of kind {@code schedule}
 * @param place where the sentence stands
 */
public record ClipPlan(By by, Value limit, Place place) {
    /** What is bounded. */
    public enum By {
        /** The Euclidean norm of all gradients together. */
        NORM("norm"),
        /** The size of each gradient by itself. */
        VALUE("value");

        private final String option;

        By(String option) {
            this.option = option;
        }

        /** The option of {@code clip} that says it. */
        public String option() {
            return option;
        }
    }
}
