package org.espalier.plugins.budgets;

import org.espalier.api.EspalierException;

/** The way from one number to another. */
final class Course {
    private Course() {}

    /**
     * {@code to + (from - to) · rest}: exactly {@code from} where the rest is 1 and exactly {@code to} where it is 0,
     * never outside the two, and monotone in the rest.
     *
     * @param rest the part of the way that is still to go, in [0, 1]
     */
    static double at(double from, double to, double rest) {
        if (rest >= 1) {
            return from;
        }
        double value = to + (from - to) * rest;
        return Math.clamp(value, Math.min(from, to), Math.max(from, to));
    }

    static void requireFinite(String option, double value) {
        if (!Double.isFinite(value)) {
            throw new EspalierException(option + " must be a finite number, was " + value + ".");
        }
    }
}
