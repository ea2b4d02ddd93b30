package org.espalier.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.espalier.api.RandomStream;
import org.junit.jupiter.api.Test;

final class SinkhornTest {
    private static final double STEP = 1e-6;

    private static double[] drawn(int size, int stream) {
        double[] drawn = new double[size * size];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = RandomStream.ofSeed(2).fork(stream).gaussian(i);
        }
        return drawn;
    }

    @Test
    void oneRoundOfADiagonalIsNearlyDone() {
        double[] out = new double[4];
        new Sinkhorn(2, 1).forward(new double[] {10, 0, 0, 10}, 1, 1, out);

        assertThat(out[0]).isCloseTo(0.99995, within(5e-6));
        assertThat(out[3]).isEqualTo(out[0]);
        assertThat(out[0] + out[2]).isCloseTo(1, within(1e-12));
    }

    @Test
    void rowsAndColumnsSumToOneAfterManyRounds() {
        int size = 7;
        double[] out = new double[size * size];
        new Sinkhorn(size, 150).forward(drawn(size, 1), 0.5, 150, out);

        for (int line = 0; line < size; line++) {
            double row = 0;
            double column = 0;
            for (int i = 0; i < size; i++) {
                row += out[line * size + i];
                column += out[i * size + line];
            }
            assertThat(row).isCloseTo(1, within(1e-9));
            assertThat(column).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void theLowestTemperatureIsStillANumber() {
        int size = 16;
        double[] out = new double[size * size];
        double[] scores = drawn(size, 3);
        new Sinkhorn(size, 150).forward(scores, 1e-7, 150, out);
        double[] gradient = drawn(size, 4);
        Sinkhorn again = new Sinkhorn(size, 150);
        again.forward(scores, 1e-7, 150, out);
        again.backward(gradient);

        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).isBetween(0.0, 1.0);
            assertThat(gradient[i]).isFinite();
        }
    }

    @Test
    void theWayBackIsThatOfFiniteDifferences() {
        int size = 4;
        double[] scores = drawn(size, 5);
        double[] weights = drawn(size, 6);
        double[] gradient = weights.clone();
        Sinkhorn sinkhorn = new Sinkhorn(size, 20);
        sinkhorn.forward(scores, 0.7, 5, new double[size * size]);
        sinkhorn.backward(gradient);

        for (int i = 0; i < scores.length; i++) {
            double wanted = (weighted(scores, i, STEP, weights) - weighted(scores, i, -STEP, weights)) / (2 * STEP);
            assertThat(gradient[i]).isCloseTo(wanted, within(1e-7));
        }
    }

    private static double weighted(double[] scores, int moved, double by, double[] weights) {
        double[] at = scores.clone();
        at[moved] += by;
        double[] out = new double[at.length];
        new Sinkhorn(4, 20).forward(at, 0.7, 5, out);
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            sum += weights[i] * out[i];
        }
        return sum;
    }
}
