package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;

/**
 * Names as whole numbers: the place of each among the different ones, numbers by size, then words by the alphabet.
 *
 * @param different how many names there are
 * @param places {@code [names as given]}, each in [0, different)
 */
record Ranks(int different, int[] places) {
    /** Floats count to here without a gap. */
    private static final int MOST = 1 << 24;

    /**
     * @param path for messages
     * @param what the names are, for messages
     */
    static Ranks of(Path path, String what, List<String> names) {
        List<String> ordered =
                names.stream().distinct().sorted(CsvTable.numbersFirst()).toList();
        if (ordered.size() > MOST) {
            throw new EspalierException(path + " has " + ordered.size() + " different " + what + "; at most " + MOST
                    + " can be told apart.");
        }
        Map<String, Integer> places = new HashMap<>();
        for (String name : ordered) {
            places.put(name, places.size());
        }
        return new Ranks(ordered.size(), names.stream().mapToInt(places::get).toArray());
    }
}
