package org.espalier.plugins.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ParameterEditor.Role;
import org.espalier.api.loop.Transform;
import org.espalier.testkit.EditedTable;
import org.espalier.testkit.EditedTable.Table;
import org.espalier.testkit.TransformContract;
import org.junit.jupiter.api.Test;

/** Products are compared, never singular vectors, whose signs are nobody's business. */
class FactoriseTest extends TransformContract {
    /** Of sums of a few floats. */
    private static final double TOLERANCE = 1e-5;

    private static Factorise factorise(int rank, double energy) {
        return new Factorise(new Factorise.Options(rank, energy));
    }

    @Override
    protected Transform transform() {
        return factorise(2, 1);
    }

    private static double[] drawn(long seed, int count) {
        RandomStream random = RandomStream.ofSeed(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.gaussian(i);
        }
        return values;
    }

    private static float[] floats(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** What the product of the factors is. */
    private static double[] product(double[] matrix, int rows, int columns, int rank) {
        Table table = new Table(Role.WEIGHT, new MatrixShape("fc.weight", rows, columns), floats(matrix));
        factorise(rank, 1).apply(new EditedTable(List.of(table), RandomStream.ofSeed(1)));
        return SpreadWeight.of(table).values();
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    @Property(tries = 30)
    void withFullRankTheProductIsTheWeight(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 9) int columns) {
        double[] matrix = drawn(seed, rows * columns);
        assertThat(product(matrix, rows, columns, Math.min(rows, columns))).containsExactly(matrix, within(TOLERANCE));
    }

    @Test
    void aWeightOfLowRankIsFoundAgain() {
        double[] matrix = new double[5 * 4];
        double[] a = drawn(1, 5);
        double[] b = drawn(2, 4);
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = a[i / 4] * b[i % 4];
        }
        assertThat(product(matrix, 5, 4, 1)).containsExactly(matrix, within(TOLERANCE));
    }

    /** [[3, 0], [4, 5]] has the singular values √45 and √5: of rank 1, [[1.5, 1.5], [4.5, 4.5]] is nearest. */
    @Test
    void theNearestOfRankOneIsWhatItIsByHand() {
        assertThat(product(new double[] {3, 0, 4, 5}, 2, 2, 1))
                .containsExactly(new double[] {1.5, 1.5, 4.5, 4.5}, within(TOLERANCE));
    }

    @Property(tries = 30)
    void noProductOfOtherFactorsIsNearer(@ForAll @IntRange(max = 1000) int seed) {
        double[] matrix = drawn(seed, 6 * 5);
        double nearest = distance(matrix, product(matrix, 6, 5, 2));
        double[] up = drawn(seed + 1L, 6 * 2);
        double[] down = drawn(seed + 2L, 2 * 5);
        double[] other = new double[30];
        for (int i = 0; i < 30; i++) {
            other[i] = up[i / 5 * 2] * down[i % 5] + up[i / 5 * 2 + 1] * down[5 + i % 5];
        }
        assertThat(nearest).isLessThanOrEqualTo(distance(matrix, other) + TOLERANCE);
        // what is lost are the squares of the other singular values
        Singular singular = Singular.of(matrix, 6, 5, "w");
        double lost = 0;
        for (int k = 2; k < 5; k++) {
            lost += singular.values()[k] * singular.values()[k];
        }
        assertThat(nearest).isCloseTo(lost, within(1e-4));
    }

    @Test
    void theRankIsTheLeastWithTheShareOfTheSquares() {
        double[] diagonal = {3, 0, 0, 0, 2, 0, 0, 0, 1};
        Singular singular = Singular.of(diagonal, 3, 3, "w");
        assertThat(singular.values()).containsExactly(new double[] {3, 2, 1}, within(1e-12));
        assertThat(singular.rank(9.0 / 14 - 1e-9)).isEqualTo(1);
        assertThat(singular.rank(9.0 / 14 + 1e-9)).isEqualTo(2);
        assertThat(singular.rank(0.95)).isEqualTo(3);
        assertThat(Singular.of(new double[4], 2, 2, "zeros").rank(0.5)).isEqualTo(1);
    }

    @Test
    void itSaysItsLargestRankBeforeThereAreValues() {
        MatrixShape shape = new MatrixShape("fc.weight", 30, 20);
        assertThat(factorise(7, 1).rank(shape)).hasValue(7);
        assertThat(factorise(0, 0.9).rank(shape)).hasValue(20);
    }

    @Test
    void rankAndEnergyAreAlternatives() {
        assertThatThrownBy(() -> factorise(3, 0.9)).hasMessageContaining("both are given: 3 and 0.9");
        assertThatThrownBy(() -> factorise(0, 1)).hasMessageContaining("rank: 16, or energy: 0.9");
    }
}
