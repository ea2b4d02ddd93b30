package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.junit.jupiter.api.Test;

/**
 * What every rule keeps: the same steps always give the same, what it remembers lies in its numbers, it changes only what it
 * claims, and zeros stay finite.
 */
public abstract class RuleContract {
    private static final int STEPS = 30;
    private static final int EPOCH = 3;

    /** A fresh rule; every call gives an equal one. */
    protected abstract Rule rule();

    @Test
    void itActsSomewhereAndAlwaysThere() {
        assertThat(rule().points()).isNotEmpty().isEqualTo(rule().points());
        assertThat(rule().numbers()).isNotNegative().isEqualTo(rule().numbers());
    }

    @Test
    void theSameStepsGiveTheSame() {
        Rule first = rule();
        Rule second = rule();
        RuleTable one = drawn(first);
        RuleTable other = drawn(second);
        for (int i = 0; i < STEPS; i++) {
            step(first, one, i);
            step(second, other, i);
        }
        assertThat(state(one)).isEqualTo(state(other));
    }

    /** As it is when a run is resumed: a new rule is given the numbers of the old one. */
    @Test
    void aNewRuleGoesOnWhereNumbersSayAnotherStopped() {
        Rule whole = rule();
        RuleTable unbroken = drawn(whole);
        Rule before = rule();
        RuleTable broken = drawn(before);
        for (int i = 0; i < STEPS; i++) {
            step(whole, unbroken, i);
            step(before, broken, i);
            before = rule();
        }
        assertThat(state(broken)).isEqualTo(state(unbroken));
    }

    @Test
    void parametersOfZerosAreNoMistake() {
        Rule rule = rule();
        RuleTable zeros = new RuleTable(
                rule,
                new RuleTable.Table(true, new MatrixShape("fc.weight", 2, 3), new float[6]),
                new RuleTable.Table(false, new MatrixShape("fc.bias", 1, 2), new float[2]));
        step(rule, zeros, 0);
        assertThat(zeros.tables()).allSatisfy(table -> assertThat(table.all()).hasDimensions(3, table.count()));
    }

    private static void step(Rule rule, RuleTable table, int step) {
        double loss = 1 + RandomStream.ofSeed(3).uniform(step);
        for (Point point : Point.values()) {
            boolean now = point != Point.END_OF_EPOCH || step % EPOCH == EPOCH - 1;
            if (now && rule.points().contains(point)) {
                table.act(rule, point, step, Map.of("loss", loss, "accuracy", 1 / loss));
            }
        }
    }

    private static RuleTable drawn(Rule rule) {
        return new RuleTable(
                rule,
                new RuleTable.Table(true, new MatrixShape("fc.weight", 4, 5), drawn("weight", 20)),
                new RuleTable.Table(false, new MatrixShape("fc.bias", 1, 4), drawn("bias", 4)));
    }

    private static float[] drawn(String what, int count) {
        RandomStream random = RandomStream.ofSeed(5).fork(what);
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) random.gaussian(k);
        }
        return values;
    }

    private static List<String> state(RuleTable table) {
        List<String> state = new ArrayList<>();
        table.tables().forEach(t -> state.add(t.name() + Arrays.deepToString(t.all())));
        state.add(Arrays.toString(table.numbers()));
        state.add(Double.toString(table.dial()));
        return state;
    }
}
