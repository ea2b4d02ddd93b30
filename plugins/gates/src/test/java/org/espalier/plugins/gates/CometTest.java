package org.espalier.plugins.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Unary;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CometTest {
    private static final Offset<Double> FOUR_DIGITS = Offset.offset(5e-5);
    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    private static Gate gate(int trees, double entropy) {
        return new Comet(new Comet.Options(trees, 1, entropy, 0, 0));
    }

    /** Gates of trees whose nodes have these logits, node by node, level by level, and whose leaves have these scores. */
    private static double[][] gates(int experts, double[] nodes, double[] leaves) {
        return Mixture.gates(
                gate(nodes.length / (experts - 1), 0), experts, parameters(nodes, leaves), new double[1][1]);
    }

    private static Map<String, double[]> parameters(double[] nodes, double[] leaves) {
        return Map.of(
                "gate.nodes.weight",
                new double[nodes.length],
                "gate.nodes.bias",
                nodes,
                "gate.leaves.weight",
                new double[leaves.length],
                "gate.leaves.bias",
                leaves);
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 0", "3, 1, 0.1", "4, 2, 0.1", "5, 2, 0", "7, 3, 0.2", "8, 2, 0.1"})
    void aMixtureIsThatOfTheDoubleReading(int experts, int trees, double entropy) {
        GraphCheck.of(List.of(5), Mixture.of(gate(trees, entropy), experts))
                .batch(40, 37)
                .check();
    }

    @Test
    void withSparseWeightsToo() {
        GraphCheck.of(List.of(6), Mixture.of(new Comet(new Comet.Options(2, 4, 0.1, 0, 0)), 6))
                .density(0.5)
                .batch(20, 17)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "0.25, 0.84375", "-0.25, 0.15625", "0.5, 1", "7, 1", "-0.5, 0", "-7, 0"})
    void aNodeSendsTheSmoothStepOfItsLogitToTheLeft(double logit, double share) {
        double[][] gates = gates(2, new double[] {logit}, new double[2]);

        assertThat(gates[0][0]).isEqualTo(share);
        assertThat(gates[1][0]).isEqualTo(1 - share);
    }

    /** 3/2 in the middle, 9/8 at a quarter, and nothing from the ends of the width on, where a node has decided. */
    @ParameterizedTest
    @CsvSource({"0, 1.5", "0.25, 1.125", "-0.25, 1.125", "0.6, 0", "-0.6, 0"})
    void theSlopeOfTheSmoothStepIsLargestInTheMiddle(double logit, double slope) {
        double near = 1e-6;
        double above = gates(2, new double[] {logit + near}, new double[2])[0][0];
        double below = gates(2, new double[] {logit - near}, new double[2])[0][0];

        assertThat((above - below) / (2 * near)).isCloseTo(slope, Offset.offset(1e-6));
    }

    /** Root 1/4, left 1/2, right 0: of the leaves left-left, right-left, left-right and right-right. */
    @Test
    void leavesAreReachedWithTheProductsOfTheirPaths() {
        double[][] gates = gates(4, new double[] {0.25, 0.5, 0}, new double[4]);

        assertThat(gates[0][0]).isCloseTo(0.84375, ROUNDING);
        assertThat(gates[1][0]).isCloseTo(0.078125, ROUNDING);
        assertThat(gates[2][0]).isZero();
        assertThat(gates[3][0]).isCloseTo(0.078125, ROUNDING);
    }

    /** Only leaf 2 is reached, and the scores of the others are larger than any exponential of float. */
    @Test
    void leavesThatAreNotReachedMayHaveAnyScore() {
        double[] nodes = {9, -9, 0};
        double[] leaves = {200, 300, -400, 100};
        double[][] gates = gates(4, nodes, leaves);

        assertThat(column(gates)).containsExactly(0, 0, 1, 0);
        Layer far = (graph, input) -> graph.unary(input, Unary.SCALE, 300);
        GraphCheck.of(List.of(5), far, Mixture.of(gate(2, 0), 5)).batch(20, 17).check();
    }

    @Test
    void scoresOfLeavesWeighThem() {
        double[][] gates = gates(4, new double[] {0.25, 0.5, 0}, new double[] {0, 0.5, 1, -1});

        assertThat(gates[0][0]).isCloseTo(0.8427, FOUR_DIGITS);
        assertThat(gates[1][0]).isCloseTo(0.1286, FOUR_DIGITS);
        assertThat(gates[2][0]).isZero();
        assertThat(gates[3][0]).isCloseTo(0.0287, FOUR_DIGITS);
    }

    /** Tree 1 decides for leaf 2, left and then right; tree 2 for leaf 0. */
    @Test
    void treesThatHaveDecidedLeaveOneExpertEach() {
        double[][] gates = gates(4, new double[] {9, -9, 0, 9, 9, 0}, new double[] {5, 5, 1, 5, 0, 5, 5, 5});

        assertThat(gates[2][0]).isCloseTo(0.7311, FOUR_DIGITS);
        assertThat(gates[0][0]).isCloseTo(0.2689, FOUR_DIGITS);
        assertThat(gates[1][0] + gates[3][0]).isZero();
    }

    @Test
    void treesThatDecideForOneLeafShareTheExpert() {
        double[][] gates = gates(4, new double[] {9, -9, 0, 9, -9, 0}, new double[] {5, 5, 1, 5, 0, 5, 5, 5});

        assertThat(gates[2][0]).isCloseTo(1, ROUNDING);
        assertThat(gates[0][0] + gates[1][0] + gates[3][0]).isZero();
    }

    /** Any number of experts: leaves of two depths, every one reached by some decisions. */
    @Test
    void everyExpertHasALeaf() {
        for (int experts : new int[] {2, 3, 5, 6, 7, 9, 16}) {
            double[][] gates = gates(experts, new double[experts - 1], new double[experts]);
            double[] reached = Arrays.stream(gates).mapToDouble(g -> g[0]).toArray();

            assertThat(Arrays.stream(reached).sum()).isCloseTo(1, ROUNDING);
            assertThat(Arrays.stream(reached).min().orElseThrow()).isGreaterThanOrEqualTo(1.0 / (2 * experts));
        }
    }

    @Test
    void aMixtureWhoseOrderIsSearchedIsThatOfTheDoubleReading() {
        GraphCheck.of(List.of(5), Mixture.of(new Comet(new Comet.Options(2, 1, 0.1, 5, 0)), 5))
                .batch(40, 37)
                .check();
    }

    /** Leaf 1, left in the right half, is reached; its expert is the third once the order says so. */
    @Test
    void anOrderSaysWhichExpertStandsAtALeaf() {
        Map<String, double[]> parameters =
                new HashMap<>(parameters(new double[] {-9, 0, 9}, new double[] {0, 0, 0, 0}));
        assertThat(column(Mixture.gates(gate(1, 0), 4, parameters, new double[1][1])))
                .containsExactly(0, 1, 0, 0);

        parameters.put("gate.order", new double[] {1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1});
        Gate searched = new Comet(new Comet.Options(1, 1, 0, 5, 0));
        assertThat(column(Mixture.gates(searched, 4, parameters, new double[1][1])))
                .containsExactly(0, 0, 1, 0);
    }

    @Test
    void expertsThatGoWithTheirOrderGiveTheSame() {
        int[] order = {2, 0, 3, 1};
        double[][] input = {{0.3}, {-0.7}, {1.1}};
        Map<String, double[]> parameters =
                new HashMap<>(parameters(new double[] {0.1, -0.2, 0.3}, new double[] {0.4, -0.1, 0.2, 0}));
        parameters.put("gate.nodes.weight", new double[9]);
        parameters.put("gate.leaves.weight", new double[12]);
        for (int e = 0; e < 4; e++) {
            parameters.put(e + ".up.weight", drawn(e));
        }
        double[][] wanted = Mixture.outputs(gate(1, 0), 4, parameters, input);

        double[] matrix = new double[16];
        for (int leaf = 0; leaf < 4; leaf++) {
            matrix[4 * leaf + order[leaf]] = 1;
            parameters.put(order[leaf] + ".up.weight", drawn(leaf));
        }
        parameters.put("gate.order", matrix);
        double[][] ordered = Mixture.outputs(new Comet(new Comet.Options(1, 1, 0, 5, 0)), 4, parameters, input);

        for (int f = 0; f < wanted.length; f++) {
            assertThat(ordered[f][0]).isCloseTo(wanted[f][0], ROUNDING);
        }
    }

    private static double[] drawn(int expert) {
        double[] drawn = new double[18];
        Arrays.setAll(drawn, i -> RandomStream.ofSeed(3).fork(expert).gaussian(i));
        return drawn;
    }

    private static double[] column(double[][] gates) {
        return Arrays.stream(gates).mapToDouble(g -> g[0]).toArray();
    }

    @Test
    void theEntropyOfTheTreesIsAddedToTheLoss() {
        Map<String, double[]> parameters = parameters(new double[] {0.25, 0.5, 0}, new double[4]);

        assertThat(Mixture.added(gate(1, 1), 4, parameters, new double[1][3])).isCloseTo(0.54170, FOUR_DIGITS);
        assertThat(Mixture.added(gate(1, 0), 4, parameters, new double[1][3])).isZero();
    }
}
