package org.espalier.plugins.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ParameterEditor.Role;
import org.espalier.api.loop.Transform;
import org.espalier.api.score.Pattern;
import org.espalier.plugins.masks.ConstantFanIn;
import org.espalier.plugins.masks.NOfM;
import org.espalier.plugins.masks.Unstructured;
import org.espalier.testkit.EditedTable;
import org.espalier.testkit.EditedTable.Table;
import org.espalier.testkit.TransformContract;
import org.junit.jupiter.api.Test;

class SparseGptTest extends TransformContract {
    /** Values of weights are floats. */
    private static final double FLOAT = 1e-6;

    /** Two examples with X X' = [[2, 1], [1, 2]]: 2/n of it is that. */
    private static final double[][] TWO = {{Math.sqrt(2), Math.sqrt(0.5)}, {0, Math.sqrt(1.5)}};

    private static SparseGpt sparseGpt(double sparsity, Pattern pattern, int block, double damping) {
        return new SparseGpt(new SparseGpt.Options(sparsity, pattern, block, damping, 8));
    }

    @Override
    protected Transform transform() {
        return sparseGpt(0.4, new Unstructured(), 2, 0.01);
    }

    private static Table table(int rows, float... weight) {
        return new Table(Role.WEIGHT, new MatrixShape("fc.weight", rows, weight.length / rows), weight);
    }

    private static double[] pruned(Table table, double[][] inputs, Transform transform) {
        transform.apply(new EditedTable(List.of(table), Map.of("fc.weight", inputs), RandomStream.ofSeed(1)));
        return SpreadWeight.of(table).values();
    }

    @Test
    void whatGoesFirstIsMadeUpForByLeastSquares() {
        double[] pruned = pruned(table(1, 0.1f, 0.4f), TWO, sparseGpt(0.5, new Unstructured(), 2, 0));
        // 0.1 scores 0.015 and goes; what is best for the other is 0.4 + 0.1 / 2.
        assertThat(pruned).containsExactly(new double[] {0, 0.45}, within(FLOAT));
    }

    @Test
    void theLastColumnIsMadeUpForByNone() {
        // Scores 1.5 and 0.32: with all columns free the second would cost 0.24.
        assertThat(pruned(table(1, 1, 0.4f), TWO, sparseGpt(0.5, new Unstructured(), 2, 0)))
                .containsExactly(1, 0);
    }

    @Test
    void aColumnThatGoesIsMadeUpForAsByHand() {
        SpreadWeight weight = SpreadWeight.of(table(1, 1, 0.4f));
        InverseFactor factor = InverseFactor.of(new double[] {2, 1, 1, 2}, 2).orElseThrow();
        Pattern second = new Second();
        new ColumnPruning(weight, 0, 1, factor).prune(second, 0.5, 2, new BitSet());
        assertThat(weight.values()).containsExactly(new double[] {0, 0.9}, within(FLOAT));
    }

    /** Keeps the last position whatever its score. */
    private static final class Second implements Pattern {
        @Override
        public long nearestReachable(MatrixShape shape, long links) {
            return links;
        }

        @Override
        public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
            BitSet kept = new BitSet();
            kept.set(positions.length - keep, positions.length);
            return kept;
        }
    }

    /** One example for each input: the matrix of products is diagonal. */
    @Test
    void ofOrthogonalInputsNothingIsMadeUpForAndTheMaskIsThatOfWanda() {
        double[][] inputs = {{1, 0, 0, 0}, {0, 2, 0, 0}, {0, 0, 8, 0}, {0, 0, 0, 3}};
        float[] weight = {4, 0.5f, 1, -1, 3, -2, -1, -3};
        double[] pruned = pruned(table(2, weight.clone()), inputs, sparseGpt(0.5, new ConstantFanIn(), 4, 0));
        double[] wanda = pruned(table(2, weight), inputs, new Wanda(new Wanda.Options(0.5, new ConstantFanIn(), 8)));
        assertThat(pruned).isEqualTo(wanda).containsExactly(4, 0, 1, 0, 0, 0, -1, -3);
    }

    @Test
    void withoutASparsityNothingChanges() {
        float[] weight = {1, -2, 3, -4, 5, -6};
        double[][] inputs = inputs(1, 20, 3);
        assertThat(pruned(table(2, weight), inputs, sparseGpt(0, new Unstructured(), 2, 0.01)))
                .containsExactly(1, -2, 3, -4, 5, -6);
    }

    /** Inputs that depend on each other: sums of few others. */
    private static double[][] inputs(long seed, int examples, int columns) {
        RandomStream random = RandomStream.ofSeed(seed);
        double[][] inputs = new double[examples][columns];
        for (int i = 0; i < examples; i++) {
            double common = random.gaussian(i);
            for (int j = 0; j < columns; j++) {
                double own = random.fork(j).gaussian(i);
                inputs[i][j] = (1 + j % 3) * (common + 0.5 * own);
            }
        }
        return inputs;
    }

    private static float[] weights(long seed, int count) {
        RandomStream random = RandomStream.ofSeed(seed).fork("weight");
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) random.gaussian(i);
        }
        return weights;
    }

    /** Of outputs, over the examples. */
    private static double error(float[] before, double[] after, double[][] inputs) {
        int columns = inputs[0].length;
        double error = 0;
        for (double[] input : inputs) {
            for (int row = 0; row < before.length / columns; row++) {
                double output = 0;
                for (int j = 0; j < columns; j++) {
                    output += (before[row * columns + j] - after[row * columns + j]) * input[j];
                }
                error += output * output;
            }
        }
        return error;
    }

    /** How much less the outputs change than under the same mask with nothing made up for. */
    private static double gain(long seed, double sparsity, Pattern pattern, int block) {
        float[] weight = weights(seed, 6 * 12);
        double[][] inputs = inputs(seed, 60, 12);
        double[] pruned = pruned(table(6, weight.clone()), inputs, sparseGpt(sparsity, pattern, block, 0));
        double[] masked = new double[weight.length];
        for (int i = 0; i < masked.length; i++) {
            masked[i] = pruned[i] == 0 ? 0 : weight[i];
        }
        return error(weight, masked, inputs) - error(weight, pruned, inputs);
    }

    @Property(tries = 30)
    void oneLinkOfEachOutputIsMadeUpForByLeastSquaresSoThatTheOutputChangesLess(
            @ForAll @IntRange(max = 1000) int seed) {
        assertThat(gain(seed, 1 / 12.0, new ConstantFanIn(), 12)).isGreaterThan(-FLOAT);
    }

    /** Of many links that is so on the whole, not in every case: what goes later cannot be made up for by what went before. */
    @Test
    void manyLinksAreMadeUpForOnTheWhole() {
        for (int block : new int[] {1, 5, 12}) {
            double gain = 0;
            for (int seed = 0; seed < 20; seed++) {
                gain += gain(seed, 0.5, new Unstructured(), block);
            }
            assertThat(gain).isPositive();
        }
    }

    @Test
    void ofALayerWithInputsThatDependOnEachOtherTheOutputChangesLessThanUnderWandaAndLeastUnderMagnitude() {
        float[] weight = weights(5, 64 * 128);
        double[][] inputs = inputs(5, 400, 128);
        double[] ours = pruned(table(64, weight.clone()), inputs, sparseGpt(0.5, new Unstructured(), 128, 0.01));
        double[] wanda =
                pruned(table(64, weight.clone()), inputs, new Wanda(new Wanda.Options(0.5, new ConstantFanIn(), 8)));
        double[][] alike = new double[1][128];
        Arrays.fill(alike[0], 1);
        double[] magnitude =
                pruned(table(64, weight.clone()), alike, new Wanda(new Wanda.Options(0.5, new ConstantFanIn(), 8)));
        assertThat(error(weight, ours, inputs)).isLessThan(0.8 * error(weight, wanda, inputs));
        assertThat(error(weight, wanda, inputs)).isLessThan(error(weight, magnitude, inputs));
    }

    @Test
    void blocksLoseTheirShareExactly() {
        double[] pruned =
                pruned(table(3, weights(2, 3 * 10)), inputs(2, 40, 10), sparseGpt(0.5, new Unstructured(), 4, 0.01));
        int[] zeros = new int[10];
        for (int i = 0; i < pruned.length; i++) {
            zeros[i % 10] += pruned[i] == 0 ? 1 : 0;
        }
        assertThat(zeros[0] + zeros[1] + zeros[2] + zeros[3]).isEqualTo(6);
        assertThat(zeros[4] + zeros[5] + zeros[6] + zeros[7]).isEqualTo(6);
        assertThat(zeros[8] + zeros[9]).isEqualTo(3);
    }

    @Test
    void twoOfEveryFourStayChosenFourByFour() {
        double[] pruned = pruned(
                table(5, weights(3, 5 * 16)),
                inputs(3, 60, 16),
                sparseGpt(0.5, new NOfM(new NOfM.Options(2, 4)), 4, 0.01));
        for (int i = 0; i < pruned.length; i += 4) {
            assertThat(Arrays.stream(pruned, i, i + 4)
                            .filter(value -> value == 0)
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void anInputThatIsAlwaysZeroLosesItsLinksFirst() {
        double[][] inputs = {{1, 0, 2}, {2, 0, -1}};
        assertThat(pruned(table(1, 3, 9, -2), inputs, sparseGpt(0.34, new Unstructured(), 3, 0)))
                .containsExactly(3, 0, -2);
    }

    @Test
    void dampingGrowsUntilThereIsAnInverseAndWithoutAnyThatIsSaid() {
        double[][] alike = {{1, 1}, {2, 2}};
        assertThat(pruned(table(1, 3, 5), alike, sparseGpt(0.5, new Unstructured(), 2, 1e-17))[1])
                .isCloseTo(8, within(1e-3));
        assertThatThrownBy(() -> pruned(table(1, 3, 5), alike, sparseGpt(0.5, new Unstructured(), 2, 0)))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("fc.weight")
                .hasMessageContaining("damping: 0.1");
    }

    @Test
    void whatHasNoLinkStaysSoAndIsMadeUpForByNobody() {
        Table table = table(1, 4, 3, 2, 1);
        double[][] inputs = inputs(4, 30, 4);
        EditedTable network = new EditedTable(List.of(table), Map.of("fc.weight", inputs), RandomStream.ofSeed(1));
        table.keep(BitSet.valueOf(new long[] {0b1011}));
        sparseGpt(0.25, new Unstructured(), 4, 0.01).apply(network);
        assertThat(SpreadWeight.of(table).values()).containsExactly(4, 3, 0, 1);
    }
}
