package org.espalier.plugins.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.espalier.api.Dial;
import org.espalier.api.MatrixShape;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.testkit.RuleContract;
import org.espalier.testkit.RuleTable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of this bundle, each with its contract. */
class RulesTest {
    private static final float ROUNDING = 1e-6f;

    private static RuleTable.Table weight(float... values) {
        return new RuleTable.Table(true, new MatrixShape("fc.weight", 2, values.length / 2), values);
    }

    private static float[][] after(Rule rule, Point point, RuleTable.Table table) {
        new RuleTable(rule, table).act(rule, point, 0, Map.of());
        return table.all();
    }

    @Nested
    class OfMaxNorm extends RuleContract {
        @Override
        protected Rule rule() {
            return new MaxNorm(new MaxNorm.Options(Dial.fixed(0.5)));
        }

        @Test
        void onlyRowsThatAreTooLongAreShortened() {
            float[][] all =
                    after(new MaxNorm(new MaxNorm.Options(Dial.fixed(2))), Point.AFTER_STEP, weight(3, 4, -1.2f, 1.6f));
            assertThat(all[0]).containsExactly(new float[] {1.2f, 1.6f, -1.2f, 1.6f}, within(ROUNDING));
        }
    }

    @Nested
    class OfCentredGradient extends RuleContract {
        @Override
        protected Rule rule() {
            return new CentredGradient();
        }

        @Test
        void everyRowOfAGradientHasMeanZero() {
            float[][] all = after(new CentredGradient(), Point.AFTER_BACKWARD, weight(1, 2, 6, -1, 0, 4));
            assertThat(all[1]).containsExactly(new float[] {-2, -1, 3, -2, -1, 3}, within(ROUNDING));
        }
    }

    @Nested
    class OfGroupDecay extends RuleContract {
        @Override
        protected Rule rule() {
            return decay(0.1);
        }

        private static Rule decay(double strength) {
            return new GroupDecay(new GroupDecay.Options(Dial.fixed(strength), 16));
        }

        /** Norms 5, 10 and 15 are as far apart as 0, 1 and 2; a gradient is the value to begin with. */
        @Test
        void theShortestRowIsPulledSixteenTimesAsMuchAsTheLongestAndTheMiddleOneFourTimes() {
            float[] values = {3, 4, -6, 8, 0, 15};
            RuleTable.Table table = new RuleTable.Table(true, new MatrixShape("conv.weight", 3, 2), values);
            float[][] all = after(decay(0.01), Point.AFTER_BACKWARD, table);

            assertThat(all[1])
                    .containsExactly(
                            new float[] {1.16f * 3, 1.16f * 4, 1.04f * -6, 1.04f * 8, 0, 1.01f * 15}, within(4e-6f));
            assertThat(all[0]).containsExactly(3, 4, -6, 8, 0, 15);
        }

        @Test
        void rowsThatAreAsLongArePulledAlike() {
            float[][] all = after(decay(0.01), Point.AFTER_BACKWARD, weight(3, 4, 5, 0));
            assertThat(all[1]).containsExactly(new float[] {3.03f, 4.04f, 5.05f, 0}, within(ROUNDING));
        }

        /** A row of zeros has the largest factor and nothing to be pulled. */
        @Test
        void aRowOfZerosStaysThere() {
            float[][] all = after(decay(0.01), Point.AFTER_BACKWARD, weight(0, 0, 5, 0));
            assertThat(all[1]).containsExactly(new float[] {0, 0, 5.05f, 0}, within(ROUNDING));
        }
    }

    @Nested
    class OfSam extends RuleContract {
        @Override
        protected Rule rule() {
            return new Sam(new Sam.Options(Dial.fixed(0.5)));
        }

        /** In the bowl of half the squares the gradient at w is w, and at w + ρ w / ‖w‖ it is w (1 + ρ / ‖w‖). */
        @Test
        void theGradientIsThatOfThePointUphill() {
            RuleTable.Table table = weight(3, 0, -4, 0);
            Rule sam = new Sam(new Sam.Options(Dial.fixed(0.5)));
            float[][] all = after(sam, Point.AFTER_BACKWARD, table);
            assertThat(all[1]).containsExactly(new float[] {3.3f, 0, -4.4f, 0}, within(ROUNDING));
            assertThat(all[0]).containsExactly(3, 0, -4, 0);
        }

        @Test
        void aDistanceOfZeroAsksForNoPass() {
            float[][] all = after(
                    new Sam(new Sam.Options(Dial.fixed(0))),
                    Point.AFTER_BACKWARD,
                    new RuleTable.Table(true, new MatrixShape("fc.weight", 1, 1), new float[] {7}));
            assertThat(all[1]).containsExactly(7);
        }
    }

    @Nested
    class OfWeightNoise extends RuleContract {
        @Override
        protected Rule rule() {
            return new WeightNoise(new WeightNoise.Options(Dial.fixed(0.1)));
        }

        @Test
        void noiseHasTheDeviationThatWasAskedFor() {
            float[][] all = after(
                    new WeightNoise(new WeightNoise.Options(Dial.fixed(0.5))),
                    Point.BEFORE_FORWARD,
                    weight(new float[20_000]));
            double square = 0;
            for (float value : all[0]) {
                square += value * value;
            }
            assertThat(Math.sqrt(square / all[0].length)).isCloseTo(0.5, within(0.01));
        }

        @Test
        void everyStepHasItsOwn() {
            Rule rule = rule();
            RuleTable.Table table = weight(0, 0, 0, 0);
            RuleTable steps = new RuleTable(rule, table);
            steps.act(rule, Point.BEFORE_FORWARD, 0, Map.of());
            float first = table.all()[0][0];
            steps.act(rule, Point.BEFORE_FORWARD, 1, Map.of());
            assertThat(table.all()[0][0] - first).isNotEqualTo(first);
        }
    }
}
