package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;
import org.junit.jupiter.api.Test;

/** The contract of optimizers is shown optimizers with one fault each. */
class OptimizerContractTest {
    @Test
    void catchesOneThatLooksAtItsNeighbours() {
        OptimizerContract contract = contract((values, gradients, count, rate) -> {
            double norm = 0;
            for (int i = 0; i < count; i++) {
                norm += gradients[i] * gradients[i];
            }
            for (int i = 0; i < count; i++) {
                values[i] -= (float) (rate * gradients[i] / Math.sqrt(norm));
            }
        });
        assertThatThrownBy(contract::givesTheSameBitsWhereverBlocksAreCut).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesOneThatTreatsItsFirstValueDifferently() {
        OptimizerContract contract = contract((values, gradients, count, rate) -> {
            for (int i = 0; i < count; i++) {
                values[i] -= (float) (i == 0 ? rate / 2 : rate) * gradients[i];
            }
        });
        assertThatThrownBy(contract::givesTheSameBitsInWhateverOrderLinksStand).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesOneThatWritesBeyondTheCount() {
        OptimizerContract contract = contract((values, gradients, count, rate) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] -= (float) rate * gradients[i];
            }
        });
        assertThatThrownBy(contract::leavesWhatLiesBeyondTheCountAlone).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesOneThatClimbs() {
        OptimizerContract contract = contract((values, gradients, count, rate) -> {
            for (int i = 0; i < count; i++) {
                values[i] += (float) rate * gradients[i];
            }
        });
        assertThatThrownBy(contract::goesDownhillInTheFirstStep).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesOneThatDecaysWhatMustNotDecay() {
        OptimizerContract contract = contract((values, gradients, count, rate) -> {
            for (int i = 0; i < count; i++) {
                values[i] -= (float) rate * (gradients[i] + 0.1f * values[i]);
            }
        });
        assertThatThrownBy(contract::leavesValuesWithoutGradientAndDecayAlone).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesOneThatBlowsUp() {
        OptimizerContract contract = contract((values, gradients, count, rate) -> {
            for (int i = 0; i < count; i++) {
                values[i] *= 2;
            }
        });
        assertThatThrownBy(contract::staysFiniteOverManySteps).isInstanceOf(AssertionError.class);
        assertThatThrownBy(contract::movesNothingAtALearningRateOfZero).isInstanceOf(AssertionError.class);
    }

    @Test
    void passesOneWithoutFault() {
        OptimizerContract contract = contract((values, gradients, count, rate) -> {
            for (int i = 0; i < count; i++) {
                values[i] -= (float) rate * gradients[i];
            }
        });
        assertThatCode(contract::givesTheSameBitsWhereverBlocksAreCut).doesNotThrowAnyException();
        assertThatCode(contract::givesTheSameBitsInWhateverOrderLinksStand).doesNotThrowAnyException();
        assertThatCode(contract::leavesWhatLiesBeyondTheCountAlone).doesNotThrowAnyException();
        assertThatCode(contract::goesDownhillInTheFirstStep).doesNotThrowAnyException();
    }

    private interface Move {
        void apply(float[] values, float[] gradients, int count, double rate);
    }

    private static OptimizerContract contract(Move move) {
        return new OptimizerContract() {
            @Override
            protected Optimizer optimizer() {
                return new Optimizer() {
                    @Override
                    public List<String> slots() {
                        return List.of();
                    }

                    @Override
                    public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
                        move.apply(values, gradients, count, step.learningRate());
                    }
                };
            }
        };
    }
}
