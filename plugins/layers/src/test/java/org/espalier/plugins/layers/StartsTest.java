package org.espalier.plugins.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.espalier.api.MatrixShape;
import org.espalier.api.graph.StartValues;
import org.espalier.testkit.StartValuesContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StartsTest {
    private static final MatrixShape LARGE = new MatrixShape("large", 100, 400);
    /** Deviation of a sample of some tens of thousands of draws: within three percent. */
    private static final double SAMPLE = 0.03;

    private static StartValues kaiming(KaimingStart.Fan fan, double gain, Draw draw) {
        return new KaimingStart(new KaimingStart.Options(fan, gain, draw));
    }

    private static double deviation(float... values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum / values.length);
    }

    private static Offset<Double> near(double value) {
        return Offset.offset(SAMPLE * value);
    }

    @Nested
    final class Normal extends StartValuesContract {
        @Override
        protected StartValues start() {
            return new NormalStart(new NormalStart.Options(0.5));
        }

        @Test
        void theDeviationIsThatOfTheOption() {
            assertThat(deviation(values(start(), LARGE, all(LARGE)))).isCloseTo(0.5, near(0.5));
        }
    }

    @Nested
    final class Constant extends StartValuesContract {
        @Override
        protected StartValues start() {
            return new ConstantStart(new ConstantStart.Options(-2.5));
        }

        @Test
        void everyLinkStartsAtTheValue() {
            assertThat(values(start(), LARGE, 0, 7, 399)).containsOnly(-2.5f);
        }
    }

    @Nested
    final class Kaiming extends StartValuesContract {
        @Override
        protected StartValues start() {
            return kaiming(KaimingStart.Fan.IN, 1.5, Draw.NORMAL);
        }

        @ParameterizedTest
        @EnumSource(Draw.class)
        void theVarianceIsThatOfTheLinksOfEachOutput(Draw draw) {
            // Even rows keep all links, odd rows one in ten.
            long[] kept = LongStream.range(0, LARGE.positions())
                    .filter(p -> p / 400 % 2 == 0 || p % 10 == 0)
                    .toArray();
            float[] values = values(kaiming(KaimingStart.Fan.IN, 2, draw), LARGE, kept);
            float[] full = picked(values, kept, 0);
            float[] thin = picked(values, kept, 1);
            assertThat(full).hasSize(50 * 400);
            assertThat(thin).hasSize(50 * 40);
            assertThat(deviation(full)).isCloseTo(2 / Math.sqrt(400), near(2 / Math.sqrt(400)));
            // A tenth of the draws, and three times their error.
            assertThat(deviation(thin)).isCloseTo(2 / Math.sqrt(40), Offset.offset(3 * SAMPLE * 2 / Math.sqrt(40)));
        }

        private static float[] picked(float[] values, long[] positions, int parity) {
            float[] picked = new float[values.length];
            int count = 0;
            for (int k = 0; k < values.length; k++) {
                if (positions[k] / 400 % 2 == parity) {
                    picked[count++] = values[k];
                }
            }
            return java.util.Arrays.copyOf(picked, count);
        }

        @Test
        void theFanOutOfAConvolutionCountsEveryPlaceOfItsWindow() {
            MatrixShape kernel = new MatrixShape("conv", 64, 32 * 9, List.of(3, 3));
            double wanted = 1 / Math.sqrt(64 * 9);
            assertThat(deviation(values(kaiming(KaimingStart.Fan.OUT, 1, Draw.NORMAL), kernel, all(kernel))))
                    .isCloseTo(wanted, near(wanted));
        }
    }

    @Nested
    final class Xavier extends StartValuesContract {
        @Override
        protected StartValues start() {
            return new XavierStart(new XavierStart.Options(1, Draw.UNIFORM));
        }

        @Test
        void theVarianceIsThatOfFanInAndFanOut() {
            double wanted = Math.sqrt(2.0 / 500);
            assertThat(deviation(values(start(), LARGE, all(LARGE)))).isCloseTo(wanted, near(wanted));
        }
    }

    @Nested
    final class Orthogonal extends StartValuesContract {
        /** A sum of a few hundred products of floats. */
        private static final Offset<Double> ROUNDING = Offset.offset(1e-6);

        @Override
        protected StartValues start() {
            return new OrthogonalStart(new OrthogonalStart.Options(1));
        }

        @Override
        protected boolean startsSparse() {
            return false;
        }

        @Test
        void rowsAreAtRightAnglesAndOfTheLengthOfTheGain() {
            StartValues start = new OrthogonalStart(new OrthogonalStart.Options(2));
            MatrixShape wide = new MatrixShape("wide", 13, 29);
            float[] values = values(start, wide, all(wide));
            for (int a = 0; a < 13; a++) {
                for (int b = 0; b <= a; b++) {
                    assertThat(dot(values, 29 * a, 29 * b, 1, 29)).isCloseTo(a == b ? 4 : 0, ROUNDING);
                }
            }
        }

        @Test
        void ofATallWeightColumnsAre() {
            MatrixShape tall = new MatrixShape("tall", 29, 13);
            float[] values = values(start(), tall, all(tall));
            for (int a = 0; a < 13; a++) {
                for (int b = 0; b <= a; b++) {
                    assertThat(dot(values, a, b, 13, 29)).isCloseTo(a == b ? 1 : 0, ROUNDING);
                }
            }
        }

        private static double dot(float[] values, int a, int b, int stride, int count) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += (double) values[a + stride * i] * values[b + stride * i];
            }
            return sum;
        }
    }
}
