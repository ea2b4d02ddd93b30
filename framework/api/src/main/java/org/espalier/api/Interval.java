package org.espalier.api;

/**
 * An interval of numbers, as {@link Option#range} writes it: {@code [0, 1)}, {@code (0, inf)}. The empty text stands for
 * every number.
 *
 * @param low the lower end
 * @param lowIncluded whether the lower end belongs to it
 * @param high the upper end
 * @param highIncluded whether the upper end belongs to it
 */
public record Interval(double low, boolean lowIncluded, double high, boolean highIncluded) {
    /** Every number. */
    public static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "an interval goes from the smaller to the larger end, was " + low + " to " + high);
        }
    }

    /**
     * Reads interval notation.
     *
     * @throws IllegalArgumentException when the text is not of the form {@code [low, high)}; square brackets include an
     *     end, round ones exclude it, {@code inf} and {@code -inf} are infinite
     */
    public static Interval parse(String text) {
        if (text.isEmpty()) {
            return ALL;
        }
        int comma = text.indexOf(',');
        char open = text.charAt(0);
        char close = text.charAt(text.length() - 1);
        if (comma < 0 || (open != '[' && open != '(') || (close != ']' && close != ')')) {
            throw malformed(text, null);
        }
        try {
            double low = end(text.substring(1, comma));
            double high = end(text.substring(comma + 1, text.length() - 1));
            return new Interval(low, open == '[', high, close == ']');
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
    }

    /** Whether a number lies in it; NaN never does. */
    public boolean contains(double value) {
        return (lowIncluded ? value >= low : value > low) && (highIncluded ? value <= high : value < high);
    }

    /** In interval notation. */
    @Override
    public String toString() {
        return (lowIncluded ? "[" : "(") + text(low) + ", " + text(high) + (highIncluded ? "]" : ")");
    }

    private static double end(String text) {
        return switch (text.strip()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text.strip());
        };
    }

    private static String text(double end) {
        if (Double.isInfinite(end)) {
            return end > 0 ? "inf" : "-inf";
        }
        return end == Math.rint(end) && Math.abs(end) < 1e15 ? Long.toString((long) end) : Double.toString(end);
    }

    private static IllegalArgumentException malformed(
            String text, @org.jspecify.annotations.Nullable NumberFormatException cause) {
        return new IllegalArgumentException("a range is written like [0, 1) or (0, inf), was '" + text + "'", cause);
    }
}
