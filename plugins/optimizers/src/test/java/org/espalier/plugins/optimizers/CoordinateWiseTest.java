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

class CoordinateWiseTest extends RuleContract {
    private static final float ROUNDING = 1e-5f;

    private static Rule rule(int coordinates, double distance) {
        return new CoordinateWise(new CoordinateWise.Options(coordinates, Dial.fixed(distance)));
    }

    @Override
    protected Rule rule() {
        return rule(5, 0.01);
    }

    /** With the loss where the values are. */
    private static float[] gradient(Rule rule, RuleTable.Landscape loss, long step, float... values) {
        RuleTable.Table table = new RuleTable.Table(true, new MatrixShape("w", 1, values.length), values);
        double here = loss.at(new float[][] {values}, new float[1][values.length]);
        new RuleTable(rule, table).losing(loss).act(rule, Point.AFTER_BACKWARD, step, Map.of("loss", here));
        assertThat(table.all()[0]).containsExactly(values);
        return table.all()[1];
    }

    /** x² + 3 y at (1, 2): the error of a square is half the distance times its curvature. */
    @Test
    void eachComponentIsTheQuotientOfItsDifference() {
        RuleTable.Landscape loss = (w, unused) -> (double) w[0][0] * w[0][0] + 3.0 * w[0][1];
        float[] gradient = gradient(rule(2, 0.1), loss, 0, 1, 2);
        assertThat(gradient).containsExactly(new float[] {2.1f, 3}, within(ROUNDING));
    }

    @Test
    void asManyComponentsAsAskedForAndTheOthersAreZero() {
        RuleTable.Landscape loss = (w, unused) -> {
            double sum = 0;
            for (float value : w[0]) {
                sum += 2.0 * value;
            }
            return sum;
        };
        int[] drawn = new int[10];
        for (int step = 0; step < 300; step++) {
            float[] gradient = gradient(rule(3, 0x1p-5), loss, step, new float[10]);
            int found = 0;
            for (int k = 0; k < gradient.length; k++) {
                assertThat(gradient[k]).isIn(0f, 2f);
                found += gradient[k] == 0 ? 0 : 1;
                drawn[k] += gradient[k] == 0 ? 0 : 1;
            }
            assertThat(found).isEqualTo(3);
        }
        for (int times : drawn) {
            assertThat(times).isBetween(50, 130);
        }
    }

    @Test
    void ofFewerValuesAllAreEstimated() {
        RuleTable.Landscape loss = (w, unused) -> 4.0 * w[0][0] - w[0][1];
        assertThat(gradient(rule(50, 0x1p-5), loss, 0, 0, 0)).containsExactly(4, -1);
    }
}
