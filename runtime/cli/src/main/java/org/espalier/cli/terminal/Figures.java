package org.espalier.cli.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {
    private static final List<String> BINARY = List.of("KiB", "MiB", "GiB", "TiB");
    private static final List<String> MILLIONS = List.of("million", "billion", "trillion");

    /** After the point of a percentage: what a share in double can tell from the whole. */
    private static final int MOST_DIGITS = 13;

    private Figures() {}

    /** With commas: {@code 1,857,536}. */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** Three significant digits and a binary unit: {@code 12.4 MiB}. */
    public static String bytes(long n) {
        return n < 1024 ? n + " B" : scaled(n / 1024.0, 1024, BINARY);
    }

    /** A count below a million in full, else three significant digits and a word: {@code 1.86 million}. */
    public static String large(double n) {
        return n < 1e6 ? count(Math.round(n)) : scaled(n / 1e6, 1000, MILLIONS);
    }

    /** A share as a percentage: {@code 90.0 %}. What is not quite the whole never reads as 100: {@code 99.9996 %}. */
    public static String percent(double share) {
        if (Double.isNaN(share)) {
            return "unknown";
        }
        int digits = 1;
        String number = String.format(Locale.ROOT, "%.1f", 100 * share);
        while (share < 1 && number.startsWith("100.") && digits < MOST_DIGITS) {
            digits++;
            number = String.format(Locale.ROOT, "%." + digits + "f", 100 * share);
        }
        return number + " %";
    }

    /** A measured value: four digits after the point below 100, fewer above. */
    public static String value(double v) {
        if (Double.isNaN(v)) {
            return "not measured";
        }
        return String.format(Locale.ROOT, Math.abs(v) < 100 ? "%.4f" : "%.1f", v);
    }

    /** A number as a person would write it, without needless zeros: {@code 0.885}, {@code 3}. */
    public static String plain(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
    }

    /** A measured figure with no more digits than another measurement would repeat: {@code 0.0123}, {@code 62.2}, {@code 1,234}. */
    public static String threeDigits(double v) {
        return v >= 1000
                ? count(Math.round(v))
                : new BigDecimal(v).round(new MathContext(3)).toPlainString();
    }

    /** A duration: {@code 0.8 s}, {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
    public static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "unknown";
        }
        long whole = Math.round(seconds);
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** Milliseconds, or microseconds when they are few. */
    public static String millis(double millis) {
        return millis < 0.1
                ? String.format(Locale.ROOT, "%.0f µs", 1000 * millis)
                : String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.1f ms", millis);
    }

    /** Steps in a second. */
    public static String rate(double stepsPerSecond) {
        return stepsPerSecond < 10
                ? String.format(Locale.ROOT, "%.1f steps/s", stepsPerSecond)
                : count(Math.round(stepsPerSecond)) + " steps/s";
    }

    /** Three significant digits and the largest unit that leaves at least 1. */
    private static String scaled(double n, int base, List<String> units) {
        int unit = 0;
        double rest = n;
        while (rest >= base * 0.9995 && unit + 1 < units.size()) {
            rest /= base;
            unit++;
        }
        int digits = rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f ", rest) + units.get(unit);
    }
}
