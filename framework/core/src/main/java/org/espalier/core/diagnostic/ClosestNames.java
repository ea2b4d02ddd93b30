package org.espalier.core.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The names a person may have meant: distance of Damerau and Levenshtein (optimal string alignment) up to a third of the
 * length, at least 1; case, {@code -} and {@code _} do not count; ties by alphabet; at most three. Names longer than 48
 * characters and more than 500 names are not compared: the time for it could be noticed.
 */
public final class ClosestNames {
    private static final int MOST = 3;
    private static final int FEW = 12;
    private static final int LONGEST = 48;
    private static final int MANY = 500;

    private ClosestNames() {}

    /** The closest of the known names, nearest first; empty when none is close. */
    public static List<String> of(String wanted, Collection<String> known) {
        if (wanted.length() > LONGEST) {
            return List.of();
        }
        String folded = fold(wanted);
        int limit = Math.max(1, wanted.length() / 3);
        record Near(String name, int distance) {}
        return known.stream()
                .distinct()
                .limit(MANY)
                .filter(name -> Math.abs(fold(name).length() - folded.length()) <= limit)
                .map(name -> new Near(name, distance(folded, fold(name))))
                .filter(near -> near.distance() <= limit)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(MOST)
                .map(Near::name)
                .toList();
    }

    /** A hint: the closest names, or every known name when none is close and they are few, or the empty string. */
    public static String hint(String wanted, Collection<String> known) {
        List<String> near = of(wanted, known);
        if (!near.isEmpty()) {
            return "Did you mean " + quoted(near, " or ") + "?";
        }
        return known.isEmpty() || known.size() > FEW
                ? ""
                : "Known are " + quoted(known.stream().sorted().toList(), ", ") + ".";
    }

    /** A hint: the closest names, or the given sentence when none is close. */
    public static String hint(String wanted, Collection<String> known, String otherwise) {
        List<String> near = of(wanted, known);
        return near.isEmpty() ? otherwise : hint(wanted, near);
    }

    private static String quoted(List<String> names, String between) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(between));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, d);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] d) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
