package org.espalier.cli.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis with round ticks that cover a range.
 *
 * @param from the first tick
 * @param to the last tick
 * @param step between ticks
 */
record Axis(double from, double to, double step) {
    private static final double[] ROUND = {1, 2, 2.5, 5, 10};
    private static final double SLACK = 1e-9;

    /**
     * The axis with the smallest round step that needs at most so many ticks.
     *
     * @param least the smallest value to show
     * @param most the largest value to show
     * @param ticks at least 2
     */
    static Axis covering(double least, double most, int ticks) {
        double span = most > least ? most - least : Math.max(Math.abs(most), 1) * 0.1;
        double low = most > least ? least : least - span / 2;
        double high = low + span;
        double power = Math.pow(10, Math.floor(Math.log10(span / (ticks - 1))));
        for (double round : ROUND) {
            double step = round * power;
            double from = Math.floor(low / step + SLACK) * step;
            double to = Math.ceil(high / step - SLACK) * step;
            if ((to - from) / step <= ticks - 1 + SLACK) {
                return new Axis(from, to, step);
            }
        }
        double step = 20 * power;
        return new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
    }

    /** An axis of whole numbers, for epochs. */
    static Axis whole(int from, int to, int ticks) {
        Axis axis = covering(from, Math.max(to, from + 1), ticks);
        return axis.step() >= 1 ? axis : new Axis(from, Math.max(to, from + 1), 1);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; from + i * step <= to + step * SLACK; i++) {
            ticks.add(from + i * step);
        }
        return ticks;
    }

    /** Where a value lies, 0 at the start and 1 at the end. */
    double place(double value) {
        return (value - from) / (to - from);
    }

    /** A tick with as many digits as the step needs. */
    String label(double tick) {
        int digits = Math.max(
                0, new BigDecimal(Double.toString(step)).stripTrailingZeros().scale());
        String text = String.format(java.util.Locale.ROOT, "%." + Math.min(digits, 6) + "f", tick);
        return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
    }
}
