package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ParameterEditor.Role;
import org.espalier.api.loop.Transform;
import org.junit.jupiter.api.Test;

/** What every transform keeps: the same network always becomes the same, and numbers stay finite. */
public abstract class TransformContract {
    private static final int CASES = 20;

    /** A fresh transform; every call gives an equal one. */
    protected abstract Transform transform();

    @Test
    void theSameNetworkBecomesTheSame() {
        Transform used = transform();
        for (int i = 0; i < CASES; i++) {
            assertThat(changed(used, i)).isEqualTo(changed(transform(), i));
        }
    }

    @Test
    void aNetworkOfZerosIsNoMistake() {
        List<EditedTable.Table> zeros = List.of(
                new EditedTable.Table(Role.WEIGHT, new MatrixShape("fc.weight", 2, 3), new float[6]),
                new EditedTable.Table(Role.VECTOR, new MatrixShape("fc.bias", 2, 1), new float[2]));
        transform().apply(new EditedTable(zeros, RandomStream.ofSeed(1)));
        assertThat(zeros.getFirst().count()).isLessThanOrEqualTo(6);
    }

    /** What a drawn network becomes: places and values. */
    private static List<String> changed(Transform transform, long seed) {
        List<EditedTable.Table> tables = List.of(
                new EditedTable.Table(Role.WEIGHT, new MatrixShape("fc.weight", 4, 5), drawn(seed, "weight", 20)),
                new EditedTable.Table(Role.VECTOR, new MatrixShape("fc.bias", 4, 1), drawn(seed, "bias", 4)),
                new EditedTable.Table(Role.STATISTIC, new MatrixShape("bn.running_var", 4, 1), drawn(seed, "var", 4)));
        transform.apply(new EditedTable(tables, RandomStream.ofSeed(seed)));
        List<String> changed = new ArrayList<>();
        for (EditedTable.Table table : tables) {
            float[] values = table.values();
            for (int k = 0; k < values.length; k++) {
                changed.add(table.name() + " " + table.row(k) + " " + table.column(k) + " " + values[k]);
            }
        }
        return changed;
    }

    private static float[] drawn(long seed, String what, int count) {
        RandomStream random = RandomStream.ofSeed(seed).fork(what);
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) Math.abs(random.gaussian(k));
        }
        return values;
    }
}
