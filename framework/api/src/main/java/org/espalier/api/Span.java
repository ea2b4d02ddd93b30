package org.espalier.api;

import java.util.Locale;

/**
 * A stretch of training: {@code steps(100)}, {@code epochs(3)} or {@code percent(75)} of the phase it stands in.
 *
 * @param amount how many units, not negative
 * @param unit the unit
 */
public record Span(double amount, Unit unit) {
    /** The unit of a span. */
    public enum Unit {
        STEPS,
        EPOCHS,
        PERCENT
    }

    public Span {
        if (!(amount >= 0) || Double.isInfinite(amount)) {
            throw new IllegalArgumentException("a span must be a finite number >= 0, was " + amount);
        }
        if (unit == Unit.PERCENT && amount > 100) {
            throw new IllegalArgumentException("percent must be in [0, 100], was " + amount);
        }
        if (unit == Unit.STEPS && amount != Math.rint(amount)) {
            throw new IllegalArgumentException("steps must be a whole number, was " + amount);
        }
    }

    public static Span steps(long steps) {
        return new Span(steps, Unit.STEPS);
    }

    public static Span epochs(double epochs) {
        return new Span(epochs, Unit.EPOCHS);
    }

    public static Span percent(double percent) {
        return new Span(percent, Unit.PERCENT);
    }

    /**
     * Reads a span as a recipe writes it, for example {@code epochs(2)}.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static Span parse(String text) {
        int open = text.indexOf('(');
        if (open > 0 && text.endsWith(")")) {
            String number = text.substring(open + 1, text.length() - 1).strip();
            for (Unit unit : Unit.values()) {
                if (unit.name().toLowerCase(Locale.ROOT).equals(text.substring(0, open))
                        && number.matches("\\d+(\\.\\d+)?")) {
                    return new Span(Double.parseDouble(number), unit);
                }
            }
        }
        throw new IllegalArgumentException(
                "a span is written steps(100), epochs(3) or percent(75), was '" + text + "'");
    }

    /**
     * This span as a whole number of steps, rounded to the nearest.
     *
     * @param stepsPerEpoch steps in one epoch of the phase
     * @param phaseSteps steps in the whole phase
     */
    public long toSteps(long stepsPerEpoch, long phaseSteps) {
        return switch (unit) {
            case STEPS -> (long) amount;
            case EPOCHS -> Math.round(amount * stepsPerEpoch);
            case PERCENT -> Math.round(amount / 100 * phaseSteps);
        };
    }

    /** As a recipe writes it, for example {@code epochs(2)}. */
    @Override
    public String toString() {
        String number = amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
        return switch (unit) {
            case STEPS -> "steps(" + number + ")";
            case EPOCHS -> "epochs(" + number + ")";
            case PERCENT -> "percent(" + number + ")";
        };
    }
}
