package org.espalier.plugins.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;

/**
 * Which column of a table is what.
 *
 * @param names of all columns; without a header, their numbers from 1
 * @param target position of the target
 * @param features positions of the features
 */
record CsvColumns(List<String> names, int target, int[] features) {
    private static final int MOST_LISTED = 30;

    /**
     * Finds target and features.
     *
     * @param file for messages
     * @param target a name or a number from 1; empty: the last column
     * @param ignore names or numbers of columns to leave out
     */
    static CsvColumns choose(String file, List<String> names, String target, List<String> ignore) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new EspalierException(file + ":1 has two columns called \"" + name + "\"; names must differ.");
            }
        }
        int targetAt = target.isEmpty() ? names.size() - 1 : find(file, names, target, "target");
        Set<Integer> without = new HashSet<>();
        without.add(targetAt);
        for (String name : ignore) {
            without.add(find(file, names, name, "column to ignore"));
        }
        int[] features = IntStream.range(0, names.size())
                .filter(column -> !without.contains(column))
                .toArray();
        if (features.length == 0) {
            throw new EspalierException(
                    file + " has no column left to learn from beside the target \"" + names.get(targetAt) + "\".");
        }
        return new CsvColumns(names, targetAt, features);
    }

    /** The position of a column. */
    static int find(String file, List<String> names, String wanted, String role) {
        int byName = names.indexOf(wanted);
        if (byName >= 0) {
            return byName;
        }
        if (wanted.matches("[1-9][0-9]{0,8}") && Integer.parseInt(wanted) <= names.size()) {
            return Integer.parseInt(wanted) - 1;
        }
        throw new EspalierException(file + " has no " + role + " \"" + wanted + "\"; its columns are " + listed(names)
                + " (a number from 1 to " + names.size() + " names a column too).");
    }

    /** The names of the features. */
    List<String> featureNames() {
        return Arrays.stream(features).mapToObj(names::get).toList();
    }

    /** Whether a column is a feature. */
    boolean has(int column) {
        return Arrays.binarySearch(features, column) >= 0;
    }

    /** The names for people. */
    String listed() {
        return listed(names);
    }

    private static String listed(List<String> names) {
        String more = names.size() > MOST_LISTED ? " and " + (names.size() - MOST_LISTED) + " more" : "";
        return String.join(", ", names.subList(0, Math.min(MOST_LISTED, names.size()))) + more;
    }
}
