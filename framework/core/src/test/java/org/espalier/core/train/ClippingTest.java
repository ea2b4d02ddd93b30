package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.espalier.api.MatrixShape;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.ClipPlan.By;
import org.espalier.core.storage.DenseWeight;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClippingTest {
    /** A scale is rounded to float once, and each product once. */
    private static final double ROUNDING = 2e-7;

    private final WorkerPool one = new WorkerPool(1);
    private final WorkerPool three = new WorkerPool(3);
    private final List<DenseWeight> weights = new ArrayList<>();
    private final List<ParameterPart> parts = new ArrayList<>();

    @AfterEach
    void close() {
        weights.forEach(DenseWeight::close);
        one.close();
        three.close();
    }

    private void gradients(int parts, float... values) {
        DenseWeight weight = new DenseWeight(new MatrixShape("w" + weights.size(), 1, values.length), values.length);
        NativeMemory.copy(values, 0, weight.gradient(), values.length);
        weights.add(weight);
        for (int i = 0; i < parts; i++) {
            this.parts.add(new ParameterPart(
                    weight,
                    (v, g, s, n) -> {},
                    0,
                    Optional.empty(),
                    new BitSet(),
                    values.length * i / parts,
                    values.length * (i + 1) / parts));
        }
    }

    private float[] clipped(By by, double limit, WorkerPool pool) {
        Clipping clipping = new Clipping(Optional.of(new GradientClip(by, ScheduledDial.fixed(limit))));
        clipping.bind(parts);
        clipping.begin(pool);
        float[] all = new float[weights.stream().mapToInt(DenseWeight::count).sum()];
        int at = 0;
        for (DenseWeight weight : weights) {
            float[] values = NativeMemory.floats(weight.gradient(), weight.count());
            clipping.apply(values, values.length);
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }

    @Test
    void theNormOfAllParametersTogetherIsBroughtDownToTheLimit() {
        gradients(1, 3, 0);
        gradients(1, 0, 0, 4);
        assertThat(clipped(By.NORM, 1, one)).containsExactly(0.6f, 0, 0, 0, 0.8f);
    }

    @Test
    void aNormThatIsSmallEnoughLeavesEveryBit() {
        gradients(1, 3, 1e-30f, -4);
        assertThat(clipped(By.NORM, 5, one)).containsExactly(3, 1e-30f, -4);
    }

    @Test
    void theNormIsThatOfPlainNumbersForAnyLength() {
        Random random = new Random(5);
        for (int length : new int[] {1, 2, 3, 5, 1023, 1024, 1025, 4099}) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = (float) random.nextGaussian() * 1e20f;
            }
            gradients(Math.min(3, length), values);
        }
        double sum = 0;
        for (DenseWeight weight : weights) {
            for (float gradient : NativeMemory.floats(weight.gradient(), weight.count())) {
                sum += (double) gradient * gradient;
            }
        }
        float first = NativeMemory.getFloat(weights.getFirst().gradient());
        double wanted = first * (2 / Math.sqrt(sum));
        float[] clipped = clipped(By.NORM, 2, one);
        assertThat((double) clipped[0]).isCloseTo(wanted, within(Math.abs(wanted) * ROUNDING));
        assertThat(clipped(By.NORM, 2, three)).containsExactly(clipped);
    }

    @Test
    void eachGradientByItselfIsClamped() {
        gradients(1, 0.25f, -0.75f, 0.5f, 100);
        assertThat(clipped(By.VALUE, 0.5, one)).containsExactly(0.25f, -0.5f, 0.5f, 0.5f);
    }

    @Test
    void whatIsNotFiniteStaysToBeFound() {
        gradients(1, 100, Float.NaN, 1);
        assertThat(clipped(By.NORM, 1, one)).containsExactly(100, Float.NaN, 1);
        assertThat(clipped(By.VALUE, 1, one)).containsExactly(1, Float.NaN, 1);
        gradients(1, Float.NEGATIVE_INFINITY);
        assertThat(clipped(By.NORM, 1, one)).contains(100, Float.NEGATIVE_INFINITY);
        assertThat(clipped(By.VALUE, 1, one)).contains(Float.NEGATIVE_INFINITY);
    }
}
