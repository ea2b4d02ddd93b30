package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.ExampleView;
import org.junit.jupiter.api.Test;

/** The contract of samplers is shown samplers with one fault each. */
class ExampleSamplerContractTest {
    private static ExampleSamplerContract contract(Supplier<ExampleSampler> sampler) {
        return new ExampleSamplerContract() {
            @Override
            protected ExampleSampler sampler() {
                return sampler.get();
            }
        };
    }

    /** A window over the examples that goes on from epoch to epoch, or where its own calls say. */
    private static final class Sliding implements ExampleSampler {
        private final int step;
        private final boolean rightly;
        private int calls;

        Sliding(int step, boolean rightly) {
            this.step = step;
            this.rightly = rightly;
        }

        @Override
        public int size(int examples) {
            return (examples + 1) / 2;
        }

        @Override
        public void choose(ExampleView examples, int[] chosen) {
            int from = rightly ? examples.epoch() : ++calls;
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = (from + step * i) % examples.count();
            }
        }
    }

    @Test
    void oneThatGoesByTheEpochPasses() {
        ExampleSamplerContract good = contract(() -> new Sliding(1, true));
        assertThatCode(good::anEpochHasTheSizeItSays).doesNotThrowAnyException();
        assertThatCode(good::everyExampleIsThereAtMostOnce).doesNotThrowAnyException();
        assertThatCode(good::itSaysTheSameWhateverItSaidBefore).doesNotThrowAnyException();
        assertThatCode(good::lossesThatAreNotFiniteAreNoMistake).doesNotThrowAnyException();
    }

    @Test
    void oneThatCountsItsCallsIsFound() {
        assertThatThrownBy(contract(() -> new Sliding(1, false))::itSaysTheSameWhateverItSaidBefore)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void oneThatTakesAnExampleTwiceIsFound() {
        assertThatThrownBy(contract(() -> new Sliding(0, true))::everyExampleIsThereAtMostOnce)
                .isInstanceOf(AssertionError.class);
    }
}
