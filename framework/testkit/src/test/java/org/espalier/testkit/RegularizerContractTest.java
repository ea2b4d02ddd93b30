package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.DoubleUnaryOperator;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Regularizer;
import org.junit.jupiter.api.Test;

/** The contract of regularizers is shown regularizers with one fault each. */
class RegularizerContractTest {
    /** Half the square of each norm, whose proximal step divides by 1 + step. */
    private static class Ridge implements Regularizer {
        @Override
        public double value(GroupView groups, double[] norms) {
            double sum = 0;
            for (double norm : norms) {
                sum += norm * norm / 2;
            }
            return sum;
        }

        @Override
        public void prox(GroupView groups, double[] norms) {
            for (int j = 0; j < groups.count(); j++) {
                norms[j] /= 1 + groups.step(j);
            }
        }

        @Override
        public void slopes(GroupView groups, double[] norms, double[] slopes) {
            System.arraycopy(norms, 0, slopes, 0, groups.count());
        }
    }

    private static RegularizerContract contract(Regularizer regularizer) {
        return new RegularizerContract() {
            @Override
            protected Regularizer regularizer() {
                return regularizer;
            }
        };
    }

    private static Ridge moving(DoubleUnaryOperator after) {
        return new Ridge() {
            @Override
            public void prox(GroupView groups, double[] norms) {
                for (int j = 0; j < norms.length; j++) {
                    norms[j] = after.applyAsDouble(norms[j]);
                }
            }
        };
    }

    @Test
    void passesOneWithoutFault() {
        RegularizerContract contract = contract(new Ridge());
        assertThatCode(contract::aPenaltyIsFiniteAndNothingAtZero).doesNotThrowAnyException();
        assertThatCode(contract::noOtherNormsAreBetterThanThoseOfTheProximalStep)
                .doesNotThrowAnyException();
        assertThatCode(contract::aStepOfZeroLeavesEveryBit).doesNotThrowAnyException();
        assertThatCode(contract::zerosStayZerosAndNormsFiniteAndPositive).doesNotThrowAnyException();
        assertThatCode(contract::slopesAreThoseOfTheValue).doesNotThrowAnyException();
        assertThatCode(contract::itDoesTheSameWhateverItDidBefore).doesNotThrowAnyException();
    }

    @Test
    void catchesOneThatStepsTooFarOrNotFarEnough() {
        Regularizer far = new Ridge() {
            @Override
            public void prox(GroupView groups, double[] norms) {
                for (int j = 0; j < groups.count(); j++) {
                    norms[j] /= 1 + 1.01 * groups.step(j);
                }
            }
        };
        assertThatThrownBy(contract(far)::noOtherNormsAreBetterThanThoseOfTheProximalStep)
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(contract(moving(norm -> norm))::noOtherNormsAreBetterThanThoseOfTheProximalStep)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesOneThatMovesWithoutAStep() {
        assertThatThrownBy(contract(moving(norm -> norm / 2))::aStepOfZeroLeavesEveryBit)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesOneThatWakesZerosOrWritesWhatIsNoNorm() {
        assertThatThrownBy(contract(moving(norm -> norm + 1))::zerosStayZerosAndNormsFiniteAndPositive)
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(contract(moving(norm -> -norm))::zerosStayZerosAndNormsFiniteAndPositive)
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(
                        contract(moving(norm -> norm * Double.POSITIVE_INFINITY))
                                ::zerosStayZerosAndNormsFiniteAndPositive)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesSlopesThatAreNotTheValues() {
        Regularizer steep = new Ridge() {
            @Override
            public void slopes(GroupView groups, double[] norms, double[] slopes) {
                for (int j = 0; j < groups.count(); j++) {
                    slopes[j] = 1;
                }
            }
        };
        assertThatThrownBy(contract(steep)::slopesAreThoseOfTheValue).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesOneThatRemembers() {
        double[] last = {0};
        Regularizer remembering = moving(norm -> norm * (last[0] += 1));
        assertThatThrownBy(contract(remembering)::itDoesTheSameWhateverItDidBefore)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchesAPenaltyThatIsSomethingAtZero() {
        Regularizer offset = new Ridge() {
            @Override
            public double value(GroupView groups, double[] norms) {
                return 1 + super.value(groups, norms);
            }
        };
        assertThatThrownBy(contract(offset)::aPenaltyIsFiniteAndNothingAtZero).isInstanceOf(AssertionError.class);
    }
}
