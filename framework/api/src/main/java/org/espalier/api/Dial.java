package org.espalier.api;

/**
 * A number a plugin reads while a phase runs. A recipe writes a plain number or a schedule; the engine turns the dial
 * before every step. Read it when it is needed; do not keep its value.
 */
@FunctionalInterface
public interface Dial {
    /** The value in force now. */
    double value();

    /** A dial that never turns. */
    static Dial fixed(double value) {
        return () -> value;
    }
}
