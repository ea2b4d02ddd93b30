package org.espalier.it.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was done to runs, for a person to read. */
final class Ledger {
    private static final String ROW = "%4s  %-14s %7s  %-44s %-34s %s%n";

    private final List<String> rows = new ArrayList<>();
    private final Map<String, Integer> places = new TreeMap<>();
    private int stories;
    private int restarts;
    private int afterTheEnd;

    int kills() {
        return rows.size();
    }

    /** A process was killed while it lived. */
    void killed(String recipe, int threads, Moment moment, RunFiles files) {
        String place = place(files);
        places.merge(place.replaceAll("[0-9]+-(.*)-[0-9]+", recipe + " $1"), 1, Integer::sum);
        String unfinished = files.leftOvers().isEmpty() ? "" : files.leftOvers().getFirst();
        rows.add(ROW.formatted(rows.size() + 1, recipe, threads, moment, place, unfinished));
    }

    /** The moment to kill a process came after its end. */
    void tooLate() {
        afterTheEnd++;
    }

    /** A run had no checkpoint yet and began anew. */
    void restarted() {
        restarts++;
    }

    /** A run has come to its end. */
    void ended() {
        stories++;
    }

    String table(long seed, double seconds) {
        return ROW.formatted("kill", "recipe", "threads", "when", "newest checkpoint", "unfinished")
                + String.join("", rows)
                + "%d kills of %d runs, all brought to the same end in %.0f s; after checkpoints of %s; %d began anew, %d ended before their kill; seed %d%n"
                        .formatted(kills(), stories, seconds, places, restarts, afterTheEnd, seed);
    }

    private static String place(RunFiles files) {
        if (files.names().contains("summary.json")) {
            return "after the summary";
        }
        List<String> checkpoints = files.checkpoints();
        return checkpoints.isEmpty() ? "before the first" : checkpoints.getLast();
    }
}
