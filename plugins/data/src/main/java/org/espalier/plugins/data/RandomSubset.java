package org.espalier.plugins.data;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.ExampleView;

/**
 * A fresh random subset in each epoch (Okanovic et al., "Repeated Random Sampling for Minimizing the Time-to-Accuracy of
 * Learning", ICLR 2024). Without replacement, epochs are slices of a shuffled order, which is shuffled anew when too few are
 * left for an epoch; with replacement, epochs have nothing to do with each other.
 */
@Plugin(name = "random-subset", doc = "A fresh random subset of the training examples in each epoch.")
public final class RandomSubset implements ExampleSampler {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Share of the training examples that an epoch has, rounded to whole examples.",
                    range = "(0, 1]")
            double keep,

            @Option(
                    doc = "Whether an example may be in an epoch again before all others had their turn.",
                    byDefault = "false")
            boolean replacement) {}

    @Inject
    public RandomSubset(Options options) {
        this.options = options;
    }

    @Override
    public int size(int examples) {
        return (int) Math.clamp(Math.round(options.keep() * examples), 1, examples);
    }

    @Override
    public void choose(ExampleView examples, int[] chosen) {
        int slices = options.replacement() ? 1 : examples.count() / chosen.length;
        int round = examples.epoch() / slices;
        int slice = examples.epoch() % slices;
        int[] order = new int[examples.count()];
        shuffle(order, examples.random().fork(round));
        System.arraycopy(order, slice * chosen.length, chosen, 0, chosen.length);
    }

    /** A random permutation of 0 … length - 1 (Fisher and Yates). */
    private static void shuffle(int[] ids, RandomStream random) {
        for (int i = 0; i < ids.length; i++) {
            int j = (int) random.below(i + 1L, i);
            ids[i] = ids[j];
            ids[j] = i;
        }
    }
}
