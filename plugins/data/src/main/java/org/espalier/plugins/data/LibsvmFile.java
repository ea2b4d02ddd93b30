package org.espalier.plugins.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.espalier.api.EspalierException;

/**
 * The rows of a LIBSVM file.
 *
 * @param path for messages
 * @param firstIndex of a feature, 0 or 1
 * @param width one more than the highest position of a feature; 0 when every row is empty
 * @param labels {@code [rows]}
 * @param lines {@code [rows]}: where each stands, from 1
 * @param starts {@code [rows + 1]}: where each row begins in the other arrays
 * @param positions {@code [entries]}: the feature of each entry, from 0
 * @param values {@code [entries]}
 */
record LibsvmFile(
        Path path,
        int firstIndex,
        int width,
        float[] labels,
        int[] lines,
        int[] starts,
        int[] positions,
        float[] values) {

    /** Features beyond this are not believed. */
    static final int MOST_FEATURES = 1 << 24;

    /**
     * Reads every line.
     *
     * @throws EspalierException at the first mistake; the message names file and line
     */
    static LibsvmFile read(Path path, byte[] bytes, int firstIndex) {
        Reading reading = new Reading(path, firstIndex);
        // A row of text has its own line; what is no ASCII is refused where a number should be.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int line = 0;
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            reading.line(text.substring(from, end < 0 ? text.length() : end), ++line);
            from = end < 0 ? text.length() : end + 1;
        }
        return reading.file();
    }

    /** Another file of this kind, without rows. */
    LibsvmFile none() {
        return new LibsvmFile(path, firstIndex, 0, new float[0], new int[0], new int[1], new int[0], new float[0]);
    }

    SparseRows rows(int columns) {
        return new SparseRows(columns, starts, positions, values);
    }

    /** What is said of a row whose label is no class of the training rows. */
    EspalierException unknown(int row) {
        return new EspalierException(path + ":" + lines[row] + ": the label " + labels[row]
                + " is none of the training rows; a test has no other classes.");
    }

    /** A file as far as it was read. */
    private static final class Reading {
        private final Path path;
        private final int firstIndex;
        private int width;
        private int rows;
        private int entries;
        private int line;
        private float[] labels = new float[64];
        private int[] lines = new int[64];
        private int[] starts = new int[65];
        private int[] positions = new int[1024];
        private float[] values = new float[1024];

        Reading(Path path, int firstIndex) {
            this.path = path;
            this.firstIndex = firstIndex;
        }

        void line(String text, int number) {
            line = number;
            int comment = text.indexOf('#');
            String row = (comment < 0 ? text : text.substring(0, comment)).strip();
            if (row.isEmpty()) {
                return;
            }
            String[] words = row.split("[ \t]+");
            begin(number(words[0], "the label"));
            int before = -1;
            for (int i = 1; i < words.length; i++) {
                before = entry(words[i], before);
            }
            starts[rows] = entries;
        }

        private void begin(float label) {
            if (rows == labels.length) {
                labels = Arrays.copyOf(labels, 2 * rows);
                lines = Arrays.copyOf(lines, 2 * rows);
                starts = Arrays.copyOf(starts, 2 * rows + 1);
            }
            labels[rows] = label;
            lines[rows] = line;
            rows++;
        }

        /** The position of an entry, which is behind the one before. */
        private int entry(String word, int before) {
            int colon = word.indexOf(':');
            if (colon < 1) {
                throw wrong("\"" + shown(word) + "\" should be index:value");
            }
            String index = word.substring(0, colon);
            if (!index.matches("[0-9]{1,9}")) {
                throw wrong("the index \"" + shown(index) + "\" should be a whole number");
            }
            int position = Integer.parseInt(index) - firstIndex;
            if (position < 0) {
                throw wrong("the index 0 stands there, but the first one is 1; say firstIndex: 0 if they count from 0");
            }
            if (position >= MOST_FEATURES) {
                throw wrong("the index " + index + " is too high; at most " + MOST_FEATURES + " features are read");
            }
            if (position <= before) {
                throw wrong("the index " + index + " follows " + (before + firstIndex) + "; they must ascend");
            }
            if (entries == positions.length) {
                positions = Arrays.copyOf(positions, 2 * entries);
                values = Arrays.copyOf(values, 2 * entries);
            }
            positions[entries] = position;
            values[entries++] = number(word.substring(colon + 1), "the value of index " + index);
            width = Math.max(width, position + 1);
            return position;
        }

        private float number(String word, String what) {
            float value = CsvTable.number(word);
            if (!Float.isFinite(value)) {
                throw wrong(what + " is \"" + shown(word) + "\"; it must be a finite number");
            }
            // -0 is the class 0 too
            return value + 0f;
        }

        private static String shown(String word) {
            return word.length() <= 40 ? word : word.substring(0, 40) + "…";
        }

        private EspalierException wrong(String sentence) {
            return new EspalierException(path + ":" + line + ": " + sentence + ".");
        }

        LibsvmFile file() {
            if (rows == 0) {
                throw new EspalierException(path + " has no rows.");
            }
            return new LibsvmFile(
                    path,
                    firstIndex,
                    width,
                    Arrays.copyOf(labels, rows),
                    Arrays.copyOf(lines, rows),
                    Arrays.copyOf(starts, rows + 1),
                    Arrays.copyOf(positions, entries),
                    Arrays.copyOf(values, entries));
        }
    }
}
