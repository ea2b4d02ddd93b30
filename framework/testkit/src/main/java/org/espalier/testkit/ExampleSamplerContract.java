package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ExampleSampler;
import org.junit.jupiter.api.Test;

/** What every sampler keeps: epochs of the size it says, of different examples, and the same answer to the same view. */
public abstract class ExampleSamplerContract {
    private static final int EPOCHS = 12;
    private static final int[] COUNTS = {1, 2, 7, 100};

    /** A fresh sampler; every call gives an equal one. */
    protected abstract ExampleSampler sampler();

    @Test
    void anEpochHasTheSizeItSays() {
        for (int count : COUNTS) {
            assertThat(sampler().size(count))
                    .as("of %d examples", count)
                    .isBetween(1, count)
                    .isEqualTo(sampler().size(count));
        }
    }

    @Test
    void everyExampleIsThereAtMostOnce() {
        for (int count : COUNTS) {
            ExampleTable examples = new ExampleTable(count, RandomStream.ofSeed(count));
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                int[] chosen = chosen(sampler(), examples.inEpoch(epoch));
                assertThat(chosen).doesNotHaveDuplicates();
                assertThat(Arrays.stream(chosen)).allMatch(id -> id >= 0 && id < count);
                see(examples, epoch, chosen);
            }
        }
    }

    /** As it is when a run is resumed. */
    @Test
    void itSaysTheSameWhateverItSaidBefore() {
        ExampleSampler used = sampler();
        ExampleTable examples = new ExampleTable(100, RandomStream.ofSeed(3));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            int[] chosen = chosen(used, examples.inEpoch(epoch));
            assertThat(chosen(sampler(), examples)).containsExactly(chosen);
            see(examples, epoch, chosen);
        }
    }

    /** Infinite losses end a run only when they are summed. */
    @Test
    void lossesThatAreNotFiniteAreNoMistake() {
        ExampleTable examples = new ExampleTable(4, RandomStream.ofSeed(1));
        examples.see(0, Float.POSITIVE_INFINITY, false).see(1, Float.NaN, true).see(2, 0, true);
        assertThat(chosen(sampler(), examples.inEpoch(1))).doesNotHaveDuplicates();
    }

    private static void see(ExampleTable examples, int epoch, int... chosen) {
        RandomStream random = RandomStream.ofSeed(epoch);
        for (int id : chosen) {
            examples.see(id, (float) random.uniform(id), random.fork("right").uniform(id) < 0.5);
        }
    }

    private static int[] chosen(ExampleSampler sampler, ExampleTable examples) {
        int[] chosen = new int[sampler.size(examples.count())];
        sampler.choose(examples, chosen);
        return chosen;
    }
}
