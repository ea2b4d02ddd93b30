package org.espalier.plugins.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;

/**
 * Lines of a text by characters. A line begins with the end of the line before it, and ends with its own.
 *
 * @param characters the vocabulary, with the line end
 * @param lines the characters of each, without its end
 * @param context positions of an example
 */
record TextLines(Characters characters, List<int[]> lines, int context) {
    private static final int MOST_POSITIONS = 1_000_000;

    /**
     * @param context positions of an example; 0: as many as the longest line needs
     */
    static TextLines of(TextFile file, int context) {
        List<String> lines = file.text().lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            throw new EspalierException(file.path() + " has no line that is not empty.");
        }
        Characters characters = Characters.of("\n" + String.join("", lines));
        List<int[]> tokens = lines.stream().map(characters::tokens).toList();
        int needed = 1 + tokens.stream().mapToInt(line -> line.length).max().orElseThrow();
        if (context == 0 && needed > MOST_POSITIONS) {
            throw new EspalierException(file.path() + " has a line of " + (needed - 1)
                    + " characters; say with 'context' how many of them are read.");
        }
        return new TextLines(characters, tokens, context == 0 ? needed : context);
    }

    /**
     * Each line as an example, drawn for training or the test by a seed and its number alone.
     *
     * @param test share of the lines that is drawn for the test
     */
    Dataset split(String name, double test, long seed, Map<String, String> digests) {
        RandomStream random = RandomStream.ofSeed(seed).fork("lines/test");
        int[] train = IntStream.range(0, lines.size())
                .filter(line -> random.uniform(line) >= test)
                .toArray();
        int[] judged = IntStream.range(0, lines.size())
                .filter(line -> random.uniform(line) < test)
                .toArray();
        List<String> vocabulary = characters.vocabulary();
        return new Dataset(
                name,
                List.of(context),
                vocabulary.size(),
                vocabulary,
                new LineExamples(this, train),
                new LineExamples(this, judged),
                digests);
    }

    /** Some of the lines. */
    private record LineExamples(TextLines text, int[] numbers) implements Examples {
        @Override
        public int count() {
            return numbers.length;
        }

        @Override
        public void features(int id, float[] out) {
            int[] line = text.lines.get(numbers[id]);
            int end = text.characters.token('\n');
            int there = Math.min(line.length, text.context - 1);
            out[0] = end;
            for (int i = 0; i < there; i++) {
                out[i + 1] = line[i];
            }
            Arrays.fill(out, there + 1, text.context, end);
        }

        @Override
        public int positions() {
            return text.context;
        }

        @Override
        public void labels(int id, int[] out) {
            int[] line = text.lines.get(numbers[id]);
            int there = Math.min(line.length, text.context);
            System.arraycopy(line, 0, out, 0, there);
            Arrays.fill(out, there, text.context, -1);
            if (there < text.context) {
                out[there] = text.characters.token('\n');
            }
        }

        /** The first character, for a line of one position. */
        @Override
        public int label(int id) {
            return text.lines.get(numbers[id])[0];
        }

        @Override
        public void target(int id, float[] out) {
            Arrays.fill(out, 0f);
            out[label(id)] = 1f;
        }
    }
}
