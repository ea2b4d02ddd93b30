package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Comparator;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.ExampleView;

/**
 * Leaves the easiest examples out of each epoch: those with the smallest loss when they were last seen, or those that were
 * forgotten least often and were right in the end (Toneva et al., "An Empirical Study of Example Forgetting during Deep Neural
 * Network Learning", ICLR 2019). What was never seen comes first, so every example is seen; what is equal is drawn anew in
 * each epoch.
 *
 * <p>The very hardest are often those with a wrong label (Paul, Ganguli and Dziugaite, "Deep Learning on a Data Diet", NeurIPS
 * 2021); a share of them can be left out as well.
 */
@Plugin(name = "hardest", doc = "Leaves the easiest examples out of each epoch, as they were when they were last seen.")
public final class HardestExamples implements ExampleSampler {
    private final Options options;

    /** What makes an example hard. */
    public enum Measure {
        LOSS,
        FORGETTING
    }

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Share of the training examples that an epoch has, rounded to whole examples.",
                    range = "(0, 1]")
            double keep,

            @Option(
                    doc =
                            "Whether examples are compared by their loss, or by how often they were forgotten, and then by loss.",
                    byDefault = "loss")
            Measure by,

            @Option(
                    doc =
                            "Share of the training examples, the hardest of those that were seen, that come last instead.",
                    byDefault = "0",
                    range = "[0, 1)")
            double skip) {}

    @Inject
    public HardestExamples(Options options) {
        this.options = options;
    }

    @Override
    public int size(int examples) {
        return (int) Math.clamp(Math.round(options.keep() * examples), 1, examples);
    }

    @Override
    public void choose(ExampleView examples, int[] chosen) {
        int count = examples.count();
        long[] ties = new long[count];
        Arrays.setAll(ties, id -> examples.random().fork(examples.epoch()).bits(id));
        Integer[] order = new Integer[count];
        Arrays.setAll(order, id -> id);
        Arrays.sort(
                order,
                Comparator.comparing((Integer id) -> examples.seen(id) > 0)
                        .thenComparing((a, b) -> Integer.compare(forgetting(examples, b), forgetting(examples, a)))
                        .thenComparing((a, b) -> Float.compare(loss(examples, b), loss(examples, a)))
                        .thenComparing((a, b) -> Long.compare(ties[a], ties[b])));
        int unseen = 0;
        while (unseen < count && examples.seen(order[unseen]) == 0) {
            unseen++;
        }
        int skipped = (int) Math.min(count - unseen, Math.round(options.skip() * count));
        for (int i = 0; i < chosen.length; i++) {
            int from = i < unseen ? i : i + skipped;
            chosen[i] = order[from < count ? from : unseen + from - count];
        }
    }

    /** Of examples that were never right, more than of any other. */
    private int forgetting(ExampleView examples, int id) {
        if (options.by() == Measure.LOSS) {
            return 0;
        }
        int times = examples.forgotten(id);
        return times == 0 && !examples.correct(id) ? Integer.MAX_VALUE : times;
    }

    /** NaN is the largest. */
    private static float loss(ExampleView examples, int id) {
        return examples.loss(id);
    }
}
