package org.espalier.plugins.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.testkit.RuleContract;
import org.espalier.testkit.RuleTable;
import org.junit.jupiter.api.Test;

class PlateauTest extends RuleContract {
    @Override
    protected Rule rule() {
        return plateau(1, "loss", false, 0);
    }

    private static Plateau plateau(int patience, String measure, boolean larger, double least) {
        return new Plateau(new Plateau.Options(0.5, patience, measure, larger, 1e-4, least));
    }

    private static double after(Rule rule, double... measures) {
        RuleTable table = new RuleTable(rule);
        for (int i = 0; i < measures.length; i++) {
            table.act(rule, Point.END_OF_EPOCH, i, Map.of("loss", measures[i], "accuracy", measures[i]));
        }
        return table.dial();
    }

    @Test
    void theDialStaysWhileTheLossFalls() {
        assertThat(after(plateau(0, "loss", false, 0), 3, 2, 1.5, 1.4)).isEqualTo(0.1);
    }

    @Test
    void afterMoreEpochsThanArePatientItIsMultiplied() {
        assertThat(after(plateau(2, "loss", false, 0), 1, 1, 1)).isEqualTo(0.1);
        assertThat(after(plateau(2, "loss", false, 0), 1, 1, 1, 1)).isCloseTo(0.05, within(1e-12));
        assertThat(after(plateau(2, "loss", false, 0), 1, 1, 1, 1, 1, 1, 1)).isCloseTo(0.025, within(1e-12));
    }

    @Test
    void aBetterMeasureBeginsTheWaitAnew() {
        assertThat(after(plateau(1, "loss", false, 0), 1, 1, 0.9, 0.9)).isEqualTo(0.1);
    }

    @Test
    void aMeasureMayBeBetterWhenItIsLarger() {
        assertThat(after(plateau(0, "accuracy", true, 0), 0.5, 0.6, 0.7)).isEqualTo(0.1);
        assertThat(after(plateau(0, "accuracy", true, 0), 0.5, 0.4)).isCloseTo(0.05, within(1e-12));
    }

    @Test
    void itNeverFallsBelowTheLeast() {
        assertThat(after(plateau(0, "loss", false, 0.08), 1, 1, 1, 1)).isEqualTo(0.08);
    }
}
