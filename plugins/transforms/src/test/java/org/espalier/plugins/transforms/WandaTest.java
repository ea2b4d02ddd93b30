package org.espalier.plugins.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ParameterEditor.Role;
import org.espalier.api.loop.Transform;
import org.espalier.api.score.Pattern;
import org.espalier.plugins.masks.ConstantFanIn;
import org.espalier.plugins.masks.NOfM;
import org.espalier.testkit.EditedTable;
import org.espalier.testkit.EditedTable.Table;
import org.espalier.testkit.TransformContract;
import org.junit.jupiter.api.Test;

class WandaTest extends TransformContract {
    /** The example of the method's card: three outputs of four inputs. */
    private static final float[] WEIGHT = {4, 0, 1, -1, 3, -2, -1, -3, -3, 1, 0, 2};

    /** One example, so that these are the norms. */
    private static final double[] NORMS = {1, 2, 8, 3};

    private static Wanda wanda(double sparsity, Pattern pattern) {
        return new Wanda(new Wanda.Options(sparsity, pattern, 8));
    }

    @Override
    protected Transform transform() {
        return wanda(0.4, new ConstantFanIn());
    }

    /** What pruning makes of a weight, zeros where no link is left. */
    private static double[] pruned(float[] weight, int rows, double[][] inputs, Wanda wanda) {
        Table table = table(weight, rows);
        wanda.apply(new EditedTable(List.of(table), Map.of("fc.weight", inputs), RandomStream.ofSeed(1)));
        return SpreadWeight.of(table).values();
    }

    private static Table table(float[] weight, int rows) {
        return new Table(Role.WEIGHT, new MatrixShape("fc.weight", rows, weight.length / rows), weight.clone());
    }

    private static float[] drawn(String what, long seed, int count) {
        RandomStream random = RandomStream.ofSeed(seed).fork(what);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.gaussian(i);
        }
        return values;
    }

    private static double[][] inputs(long seed, int examples, int columns) {
        double[][] inputs = new double[examples][columns];
        for (int i = 0; i < examples; i++) {
            float[] row = drawn("input " + i, seed, columns);
            for (int j = 0; j < columns; j++) {
                inputs[i][j] = row[j];
            }
        }
        return inputs;
    }

    @Test
    void aLinkScoresItsWeightTimesTheNormOfItsInput() {
        assertThat(pruned(WEIGHT, 3, new double[][] {NORMS}, wanda(0.5, new ConstantFanIn())))
                .containsExactly(4, 0, 1, 0, 0, 0, -1, -3, -3, 0, 0, 2);
    }

    @Test
    void inGroupsOfInputsTheBestStay() {
        assertThat(pruned(WEIGHT, 3, new double[][] {NORMS}, wanda(0.5, new NOfM(new NOfM.Options(1, 2)))))
                .containsExactly(4, 0, 1, 0, 0, -2, 0, -3, -3, 0, 0, 2);
    }

    @Test
    void underEqualNormsItIsMagnitudeRowByRowAndAnInputThatIsAlwaysZeroLosesItsLinksFirst() {
        float[] weight = {1, -4, 3, -2};
        assertThat(pruned(weight, 1, new double[][] {{7, 7, 7, 7}}, wanda(0.5, new ConstantFanIn())))
                .containsExactly(0, -4, 3, 0);
        assertThat(pruned(weight, 1, new double[][] {{7, 0, 7, 7}}, wanda(0.25, new ConstantFanIn())))
                .containsExactly(1, 0, 3, -2);
    }

    @Property(tries = 50)
    void everyRowLosesTheShareRoundedDownWhateverTheScaleOfTheInputs(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @DoubleRange(max = 0.99) double sparsity,
            @ForAll @IntRange(min = 1, max = 12) int columns) {
        float[] weight = drawn("weight", seed, 3 * columns);
        double[][] inputs = inputs(seed, 4, columns);
        double[] pruned = pruned(weight, 3, inputs, wanda(sparsity, new ConstantFanIn()));
        for (int row = 0; row < 3; row++) {
            double[] links = Arrays.copyOfRange(pruned, row * columns, (row + 1) * columns);
            assertThat(Arrays.stream(links).filter(value -> value == 0).count())
                    .isEqualTo((long) Math.floor(sparsity * columns + 1e-9));
        }
        for (double[] input : inputs) {
            for (int j = 0; j < columns; j++) {
                input[j] *= 4;
            }
        }
        assertThat(pruned(weight, 3, inputs, wanda(sparsity, new ConstantFanIn())))
                .isEqualTo(pruned);
    }

    @Property(tries = 50)
    void aLouderInputLosesNoLinkThatItHad(
            @ForAll @IntRange(max = 1000) int seed, @ForAll @IntRange(max = 5) int louder) {
        float[] weight = drawn("weight", seed, 4 * 6);
        double[][] inputs = inputs(seed, 5, 6);
        double[] before = pruned(weight, 4, inputs, wanda(0.5, new ConstantFanIn()));
        for (double[] input : inputs) {
            input[louder] *= 3;
        }
        double[] after = pruned(weight, 4, inputs, wanda(0.5, new ConstantFanIn()));
        for (int row = 0; row < 4; row++) {
            if (before[row * 6 + louder] != 0) {
                assertThat(after[row * 6 + louder]).isEqualTo(before[row * 6 + louder]);
            }
        }
    }

    /** Inputs that are orthogonal over the examples: one example for each. */
    @Test
    void ofOrthogonalInputsTheSquaredScoresOfWhatGoesAreTheErrorOfTheOutput() {
        double[][] inputs = new double[4][4];
        for (int i = 0; i < 4; i++) {
            inputs[i][i] = NORMS[i];
        }
        double[] pruned = pruned(WEIGHT, 3, inputs, wanda(0.5, new ConstantFanIn()));
        double[] errors = new double[3];
        for (double[] input : inputs) {
            for (int row = 0; row < 3; row++) {
                double output = 0;
                for (int j = 0; j < 4; j++) {
                    output += (WEIGHT[row * 4 + j] - pruned[row * 4 + j]) * input[j];
                }
                errors[row] += output * output;
            }
        }
        // The scores that went: 0 and 3, then 3 and 4, then 2 and 0.
        assertThat(errors).containsExactly(new double[] {9, 25, 4}, within(1e-12));
    }

    @Test
    void whatHasNoLinkIsNotCountedTwice() {
        Table table = table(new float[] {4, 0.1f, 3, 1, 2, 0.2f, 3, 4}, 2);
        Map<String, double[][]> inputs = Map.of("fc.weight", new double[][] {{1, 1, 1, 1}});
        EditedTable network = new EditedTable(List.of(table), inputs, RandomStream.ofSeed(1));
        wanda(0.25, new ConstantFanIn()).apply(network);
        assertThat(SpreadWeight.of(table).values()).containsExactly(4, 0, 3, 1, 2, 0, 3, 4);
        wanda(0.5, new ConstantFanIn()).apply(network);
        assertThat(SpreadWeight.of(table).values()).containsExactly(4, 0, 3, 0, 0, 0, 3, 4);
    }
}
