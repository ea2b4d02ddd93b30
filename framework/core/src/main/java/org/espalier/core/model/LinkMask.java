package org.espalier.core.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Links that a mask keeps, by the name of their weight: row times columns plus column of each, ascending. They stand for
 * themselves, whatever a weight stores later.
 */
public record LinkMask(Map<String, long[]> positions) {
    private static final long[] NONE = {};

    public LinkMask {
        positions = Map.copyOf(positions);
    }

    /** What any of several masks keeps. */
    public static LinkMask union(List<LinkMask> masks) {
        Map<String, long[]> all = new LinkedHashMap<>();
        for (LinkMask mask : masks) {
            mask.positions.forEach((weight, links) -> all.merge(weight, links, LinkMask::union));
        }
        return new LinkMask(all);
    }

    private static long[] union(long[] one, long[] other) {
        return LongStream.concat(Arrays.stream(one), Arrays.stream(other))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Names of the weights it keeps links of. */
    public Set<String> weights() {
        return positions.keySet();
    }

    /** The links of a weight. */
    public long[] of(String weight) {
        return positions.getOrDefault(weight, NONE);
    }
}
