package org.espalier.plugins.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.espalier.api.Dial;
import org.espalier.api.MatrixShape;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.testkit.RuleContract;
import org.espalier.testkit.RuleTable;
import org.junit.jupiter.api.Test;

class RandomDirectionsTest extends RuleContract {
    /** The distance is a power of two, so that values of this size go there without rounding. */
    private static final double DISTANCE = 0x1p-10;

    private static Rule rule(int directions) {
        return new RandomDirections(new RandomDirections.Options(directions, Dial.fixed(DISTANCE)));
    }

    @Override
    protected Rule rule() {
        return rule(3);
    }

    private static float[] gradient(Rule rule, RuleTable.Landscape loss, long step, float... values) {
        RuleTable.Table table = new RuleTable.Table(true, new MatrixShape("w", 1, values.length), values);
        new RuleTable(rule, table).losing(loss).act(rule, Point.AFTER_BACKWARD, step, Map.of());
        assertThat(table.all()[0]).containsExactly(values);
        return table.all()[1];
    }

    /** x² + 3 y at (1, 2): a direction knows the slope along itself, 2 u + 3 v, exactly. */
    @Test
    void aDirectionKnowsTheSlopeAlongItself() {
        RuleTable.Landscape loss = (w, unused) -> (double) w[0][0] * w[0][0] + 3.0 * w[0][1];
        float[] gradient = gradient(rule(1), loss, 0, 1, 2);
        assertThat(Math.abs(gradient[0])).isIn(1f, 5f).isEqualTo(Math.abs(gradient[1]));
    }

    @Test
    void ofOneValueItIsItsDerivative() {
        RuleTable.Landscape loss = (w, unused) -> (double) w[0][0] * w[0][0];
        assertThat(gradient(rule(1), loss, 0, 1.5f)).containsExactly(3);
    }

    /** The error of the mean of q directions has the variance of the other components over q: here 9, 4 and 13. */
    @Test
    void onAverageItIsTheGradient() {
        RuleTable.Landscape loss = (w, unused) -> 2.0 * w[0][0] + 3.0 * w[0][1];
        float[] gradient = gradient(rule(10_000), loss, 0, 0, 0);
        assertThat(gradient[0]).isCloseTo(2, within(0.12f));
        assertThat(gradient[1]).isCloseTo(3, within(0.08f));
    }

    @Test
    void everyStepHasDirectionsOfItsOwn() {
        RuleTable.Landscape loss = (w, unused) -> {
            double sum = 0;
            for (int k = 0; k < w[0].length; k++) {
                sum += k * w[0][k];
            }
            return sum;
        };
        assertThat(gradient(rule(1), loss, 0, new float[100])).isNotEqualTo(gradient(rule(1), loss, 1, new float[100]));
    }
}
