package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Preparation;
import org.junit.jupiter.api.Test;

/** Preparations that do not keep the contract are found out. */
class PreparationContractTest {
    @Test
    void whatChangesNothingPasses() {
        PreparationContract contract = contract(examples -> examples);
        assertThatCode(() -> {
                    contract.keepsEveryExampleAndItsLabel();
                    contract.givesTheSameEveryTimeWhateverTheOrder();
                    contract.canBeReadBySeveralThreads();
                    contract.passesOnWhatIsDrawn();
                    contract.passesOnTargetsThatAreMixed();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatLosesExamplesFails() {
        assertThatThrownBy(
                        contract(examples -> new ChangingExamples(examples.count() - 1, 90, 3, 1))
                                ::keepsEveryExampleAndItsLabel)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whatForgetsWhatWasDrawnFails() {
        PreparationContract contract = contract(Forgetful::new);
        assertThatThrownBy(contract::passesOnWhatIsDrawn).isInstanceOf(AssertionError.class);
        assertThatThrownBy(contract::passesOnTargetsThatAreMixed).isInstanceOf(AssertionError.class);
    }

    @Test
    void whatCountsItsCallsFails() {
        assertThatThrownBy(
                        contract(examples -> new Counting(examples, new AtomicInteger()))
                                ::givesTheSameEveryTimeWhateverTheOrder)
                .isInstanceOf(AssertionError.class);
    }

    private static PreparationContract contract(UnaryOperator<Examples> prepared) {
        Preparation preparation = data -> data.with(prepared.apply(data.train()), data.test());
        return () -> preparation;
    }

    /** Passes on nothing that is drawn. */
    private record Forgetful(Examples inner) implements Examples {
        @Override
        public int count() {
            return inner.count();
        }

        @Override
        public void features(int id, float[] out) {
            inner.features(id, out);
        }

        @Override
        public int label(int id) {
            return inner.label(id);
        }

        @Override
        public void target(int id, float[] out) {
            inner.target(id, out);
        }
    }

    /** Gives another number at every call. */
    private record Counting(Examples inner, AtomicInteger calls) implements Examples {
        @Override
        public int count() {
            return inner.count();
        }

        @Override
        public void features(int id, float[] out) {
            inner.features(id, out);
            out[0] = calls.incrementAndGet();
        }

        @Override
        public int label(int id) {
            return inner.label(id);
        }

        @Override
        public void target(int id, float[] out) {
            inner.target(id, out);
        }
    }
}
