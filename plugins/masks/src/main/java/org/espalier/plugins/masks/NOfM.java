package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.BitSet;
import org.espalier.api.MatrixShape;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.Ranking;

/**
 * N links in every group of M input features that follow each other (Zhou et al., "Learning N:M Fine-grained Structured
 * Sparse Neural Networks From Scratch", ICLR 2021). In a convolution a group is M input channels at one tap. Where M does
 * not divide the inputs, the last group is smaller and has at most N links.
 *
 * <p>One count only can be reached, so it is the pattern that says how sparse a weight is.
 */
@Plugin(
        name = "n-m",
        doc =
                "n links in every group of m inputs, which is what processors with structured sparsity multiply; the pattern"
                        + " decides the sparsity, 1 - n / m.")
public final class NOfM implements Pattern {
    private final int most;
    private final int group;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Links of a group.", byDefault = "2", range = "[1, 1024]")
            int n,

            @Option(doc = "Inputs of a group.", byDefault = "4", range = "[1, 1024]")
            int m) {
        public Options {
            if (n > m) {
                throw new IllegalArgumentException("n is at most m; they are " + n + " and " + m);
            }
        }
    }

    @Inject
    public NOfM(Options options) {
        this.most = options.n();
        this.group = options.m();
    }

    @Override
    public boolean free() {
        return false;
    }

    @Override
    public long nearestReachable(MatrixShape shape, long links) {
        long whole = (long) shape.channels() / group * most;
        long rest = Math.min(most, shape.channels() % group);
        return (whole + rest) * shape.taps() * shape.rows();
    }

    @Override
    public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
        int taps = shape.taps();
        int groups = (shape.channels() + group - 1) / group * taps;
        int[] chosen = new int[groups * most];
        int[] counts = new int[groups];
        BitSet kept = new BitSet(positions.length);
        for (int i = 0; i < positions.length; ) {
            long row = positions[i] / shape.columns();
            Arrays.fill(counts, 0);
            for (; i < positions.length && positions[i] / shape.columns() == row; i++) {
                int column = (int) (positions[i] % shape.columns());
                int number = column / taps / group * taps + column % taps;
                counts[number] = insert(chosen, number * most, counts[number], i, scores);
            }
            for (int number = 0; number < groups; number++) {
                for (int k = 0; k < counts[number]; k++) {
                    kept.set(chosen[number * most + k]);
                }
            }
        }
        return kept.cardinality() == keep ? kept : highest(kept, scores, keep);
    }

    /** Keeps the best of a group in falling order; of equal scores the later one is better. */
    private int insert(int[] chosen, int first, int count, int candidate, float[] scores) {
        int place = count;
        while (place > 0 && scores[chosen[first + place - 1]] <= scores[candidate]) {
            place--;
        }
        if (place == most) {
            return count;
        }
        int moved = Math.min(count, most - 1) - place;
        System.arraycopy(chosen, first + place, chosen, first + place + 1, moved);
        chosen[first + place] = candidate;
        return Math.min(count + 1, most);
    }

    /** Of the allowed ones the best, when fewer are wanted than groups can have. */
    private static BitSet highest(BitSet allowed, float[] scores, int keep) {
        int[] candidates = allowed.stream().toArray();
        float[] theirs = new float[candidates.length];
        for (int i = 0; i < theirs.length; i++) {
            theirs[i] = scores[candidates[i]];
        }
        BitSet kept = new BitSet(scores.length);
        Ranking.highest(theirs, keep).stream().forEach(i -> kept.set(candidates[i]));
        return kept;
    }
}
