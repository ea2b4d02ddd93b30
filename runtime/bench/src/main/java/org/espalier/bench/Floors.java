package org.espalier.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.espalier.api.EspalierException;

/**
 * What every call of a kernel has to reach beside others of the same run.
 *
 * @param byCall floors by name of a call
 */
record Floors(Map<String, Floor> byCall) {
    private static final String FILE = "kernel-floors.txt";

    Floors {
        byCall = Collections.unmodifiableMap(new LinkedHashMap<>(byCall));
    }

    /**
     * What a call has to reach.
     *
     * @param ofBound share of what dense products reach in the first cache, or of what a copy reaches in the second
     * @param timesScalar how many times as fast as the scalar reference it is; 0 where the reference is as good
     */
    record Floor(double ofBound, double timesScalar) {
        /** How far below what is usual a floor lies: a kernel that boxes its vectors falls tenfold. */
        private static final double MARGIN = 4;

        /** From this on vectors are what makes a kernel faster than the reference. */
        private static final double FASTER = 3;

        /** No floor is higher: what compilers make of the reference differs from run to run. */
        private static final double MOST_TIMES = 3;

        Floor {
            if (!(ofBound > 0) || !(timesScalar >= 0)) {
                throw new EspalierException("A floor is a share above 0 and a factor of at least 0, and was " + ofBound
                        + " and " + timesScalar + ".");
            }
        }

        /** The floor under what is usual; a kernel that vectors make faster is never to be slower than the reference. */
        static Floor under(double ofBound, double timesScalar) {
            double times = timesScalar < FASTER ? 0 : Math.clamp(timesScalar / MARGIN, 1, MOST_TIMES);
            return new Floor(ofBound / MARGIN, times);
        }

        String line(String call) {
            return String.format(Locale.ROOT, "%.4f %6.2f  %s", ofBound, timesScalar, call);
        }
    }

    /** Those that stand beside this class. */
    static Floors read() {
        try (InputStream in = Floors.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new EspalierException(FILE + " is missing beside " + Floors.class.getName() + ".");
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads lines of two numbers and the name of a call; empty ones and those with # are skipped.
     *
     * @throws EspalierException at a line that is none of these, or a call that has two
     */
    static Floors parse(List<String> lines) {
        Map<String, Floor> floors = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(" +", 3);
            try {
                Floor floor = new Floor(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
                if (floors.put(parts[2], floor) != null) {
                    throw new EspalierException(place(i) + "\"" + parts[2] + "\" has a floor already.");
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new EspalierException(
                        place(i) + "two numbers and the name of a call belong here, not \"" + line + "\".", e);
            }
        }
        return new Floors(floors);
    }

    private static String place(int index) {
        return FILE + ":" + (index + 1) + ": ";
    }

    /**
     * The floor of a call.
     *
     * @throws EspalierException when it has none
     */
    Floor of(String call) {
        Floor floor = byCall.get(call);
        if (floor == null) {
            throw new EspalierException("\"" + call + "\" has no line in " + FILE
                    + "; runtime/bench/README.md says how its lines are made.");
        }
        return floor;
    }
}
