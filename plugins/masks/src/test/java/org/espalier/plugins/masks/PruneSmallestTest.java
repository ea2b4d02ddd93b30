package org.espalier.plugins.masks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ParameterEditor.Role;
import org.espalier.api.loop.Transform;
import org.espalier.testkit.EditedTable;
import org.espalier.testkit.EditedTable.Table;
import org.espalier.testkit.TransformContract;
import org.junit.jupiter.api.Test;

class PruneSmallestTest extends TransformContract {
    private final Table first = new Table(Role.WEIGHT, new MatrixShape("a.weight", 1, 4), 0.1f, -0.2f, 3, -4);
    private final Table second = new Table(Role.WEIGHT, new MatrixShape("b.weight", 2, 2), 0.3f, 5, -6, 7);
    private final Table bias = new Table(Role.VECTOR, new MatrixShape("b.bias", 2, 1), 0, 0);

    @Override
    protected Transform transform() {
        return new PruneSmallest(new PruneSmallest.Options(0.4, Smallest.Scope.LAYER, 2, 3, 0.1));
    }

    private void prune(double share, Smallest.Scope of) {
        new PruneSmallest(new PruneSmallest.Options(share, of, 1, 0, 0.01))
                .apply(new EditedTable(List.of(first, second, bias), RandomStream.ofSeed(1)));
    }

    @Test
    void aShareOfAllGoesWhereverItIs() {
        prune(0.375, Smallest.Scope.ALL);
        assertThat(first.values()).containsExactly(3, -4);
        assertThat(second.values()).containsExactly(5, -6, 7);
        assertThat(second.row(0)).isZero();
        assertThat(second.column(0)).isEqualTo(1);
        assertThat(bias.count()).isEqualTo(2);
    }

    @Test
    void aShareOfEachLayerGoes() {
        prune(0.25, Smallest.Scope.LAYER);
        assertThat(first.values()).containsExactly(-0.2f, 3, -4);
        assertThat(second.values()).containsExactly(5, -6, 7);
    }

    @Test
    void ofEqualLinksTheLaterStay() {
        Table even = new Table(Role.WEIGHT, new MatrixShape("w", 1, 4), 1, -1, 1, -1);
        new PruneSmallest(new PruneSmallest.Options(0.5, Smallest.Scope.ALL, 1, 0, 0.01))
                .apply(new EditedTable(List.of(even), RandomStream.ofSeed(1)));
        assertThat(even.column(0)).isEqualTo(2);
        assertThat(even.column(1)).isEqualTo(3);
    }

    @Test
    void inRoundsAsManyAreLeftAsAtOnceAndEachRoundTrainsThem() {
        new PruneSmallest(new PruneSmallest.Options(0.375, Smallest.Scope.ALL, 3, 2, 0.5))
                .apply(new EditedTable(List.of(first, second, bias), RandomStream.ofSeed(1)));
        float left = 1f / 64;
        assertThat(first.values()).containsExactly(3 * left, -4 * left);
        assertThat(second.values()).containsExactly(5 * left, -6 * left, 7 * left);
    }
}
