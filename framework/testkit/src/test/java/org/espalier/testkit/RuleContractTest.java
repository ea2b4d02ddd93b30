package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.function.Supplier;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;
import org.espalier.api.loop.Passes;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;
import org.junit.jupiter.api.Test;

/** The contract of rules is shown rules with one fault each. */
class RuleContractTest {
    private static RuleContract contract(Supplier<Rule> rule) {
        return new RuleContract() {
            @Override
            protected Rule rule() {
                return rule.get();
            }
        };
    }

    /** Adds to every value how often it was called, which it remembers where it should, or not. */
    @Claims(edits = Claim.VALUES)
    private static final class Counting implements Rule {
        private final boolean rightly;
        private double calls;

        Counting(boolean rightly) {
            this.rightly = rightly;
        }

        @Override
        public Set<Point> points() {
            return Set.of(Point.AFTER_STEP);
        }

        @Override
        public int numbers() {
            return 1;
        }

        @Override
        public void act(Point point, RuleStep step) {
            double counted = rightly ? ++step.numbers()[0] : ++calls;
            for (RuleParameter parameter : step.parameters()) {
                parameter.values()[0] += (float) counted;
                parameter.putValues();
            }
        }
    }

    /** Divides gradients by values, and says so or not. */
    private static class Quotient implements Rule {
        @Override
        public Set<Point> points() {
            return Set.of(Point.AFTER_BACKWARD);
        }

        @Override
        public void act(Point point, RuleStep step) {
            for (RuleParameter parameter : step.parameters()) {
                float[] gradients = parameter.gradients();
                gradients[0] /= parameter.values()[0];
                parameter.putGradients();
            }
        }
    }

    @Claims(owns = Claim.GRADIENTS)
    private static final class Claiming extends Quotient {}

    /** Computes gradients twice more, and says so or not. */
    @Claims(owns = Claim.GRADIENTS)
    private record Asking(Passes passes) implements Rule {
        @Override
        public Set<Point> points() {
            return Set.of(Point.AFTER_BACKWARD);
        }

        @Override
        public void act(Point point, RuleStep step) {
            step.gradientsAgain();
            step.gradientsAgain();
        }
    }

    @Test
    void oneThatAsksForMorePassesThanItSaysIsFound() {
        assertThatCode(contract(() -> new Asking(Passes.withGradients(2)))::theSameStepsGiveTheSame)
                .doesNotThrowAnyException();
        assertThatThrownBy(contract(() -> new Asking(Passes.withGradients(1)))::theSameStepsGiveTheSame)
                .hasMessageContaining("asks for pass 2, and its passes() says 1");
    }

    @Test
    void oneThatCountsInItsNumbersPasses() {
        RuleContract good = contract(() -> new Counting(true));
        assertThatCode(good::itActsSomewhereAndAlwaysThere).doesNotThrowAnyException();
        assertThatCode(good::theSameStepsGiveTheSame).doesNotThrowAnyException();
        assertThatCode(good::aNewRuleGoesOnWhereNumbersSayAnotherStopped).doesNotThrowAnyException();
        assertThatCode(good::parametersOfZerosAreNoMistake).doesNotThrowAnyException();
    }

    @Test
    void oneThatRemembersElsewhereIsFound() {
        assertThatThrownBy(contract(() -> new Counting(false))::aNewRuleGoesOnWhereNumbersSayAnotherStopped)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void oneThatChangesWhatItDoesNotClaimIsFound() {
        assertThatThrownBy(contract(Quotient::new)::theSameStepsGiveTheSame)
                .hasMessageContaining("changes the gradients and does not claim them");
    }

    @Test
    void oneThatDividesByNothingIsFound() {
        assertThatThrownBy(contract(Claiming::new)::parametersOfZerosAreNoMistake)
                .hasMessageContaining("would become NaN");
    }
}
