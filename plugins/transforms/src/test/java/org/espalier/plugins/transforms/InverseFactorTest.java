package org.espalier.plugins.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.RandomStream;
import org.junit.jupiter.api.Test;

class InverseFactorTest {
    @Test
    void ofTwoInputsItIsWhatItIsByHand() {
        InverseFactor factor = InverseFactor.of(new double[] {2, 1, 1, 2}, 2).orElseThrow();
        assertThat(factor.values()).containsExactly(new double[] {0.816497, -0.408248, 0, 0.707107}, within(1e-6));
    }

    @Property(tries = 30)
    void timesItsTransposeItIsTheInverse(
            @ForAll @IntRange(max = 1000) int seed, @ForAll @IntRange(min = 1, max = 30) int n) {
        double[] matrix = positive(seed, n);
        InverseFactor factor = InverseFactor.of(matrix, n).orElseThrow();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double product = 0;
                for (int k = 0; k < n; k++) {
                    for (int l = 0; l <= Math.min(i, k); l++) {
                        product += factor.at(l, i) * factor.at(l, k) * matrix[k * n + j];
                    }
                }
                assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-8));
                assertThat(i <= j || factor.at(i, j) == 0).isTrue();
            }
            assertThat(factor.at(i, i)).isPositive();
        }
    }

    /** X X' and a little more on the diagonal. */
    private static double[] positive(long seed, int n) {
        RandomStream random = RandomStream.ofSeed(seed);
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    matrix[i * n + j] += random.gaussian((long) i * n + k) * random.gaussian((long) j * n + k);
                }
            }
            matrix[i * n + i] += 1;
        }
        return matrix;
    }

    @Test
    void whatIsNotPositiveHasNone() {
        assertThat(InverseFactor.of(new double[] {1, 2, 2, 1}, 2)).isEmpty();
    }
}
