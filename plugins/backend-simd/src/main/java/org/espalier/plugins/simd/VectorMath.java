package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.espalier.plugins.simd.Memory.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.espalier.api.backend.DefinedMath;

/**
 * The chains of {@link DefinedMath}, operation by operation, on vectors. Constants are vectors from the start: made where
 * they are used they would double what the compiler has to inline, and it would give up.
 */
final class VectorMath {
    private static final FloatVector EXP_0 = all(DefinedMath.EXP[0]);
    private static final FloatVector EXP_1 = all(DefinedMath.EXP[1]);
    private static final FloatVector EXP_2 = all(DefinedMath.EXP[2]);
    private static final FloatVector EXP_3 = all(DefinedMath.EXP[3]);
    private static final FloatVector EXP_4 = all(DefinedMath.EXP[4]);
    private static final FloatVector EXP_5 = all(DefinedMath.EXP[5]);
    private static final FloatVector TANH_0 = all(DefinedMath.TANH[0]);
    private static final FloatVector TANH_1 = all(DefinedMath.TANH[1]);
    private static final FloatVector TANH_2 = all(DefinedMath.TANH[2]);
    private static final FloatVector TANH_3 = all(DefinedMath.TANH[3]);
    private static final FloatVector TANH_4 = all(DefinedMath.TANH[4]);
    private static final FloatVector LOG2_E = all(DefinedMath.LOG2_E);
    private static final FloatVector ROUND = all(DefinedMath.ROUND);
    private static final FloatVector LOW = all(DefinedMath.EXP_LOW);
    private static final FloatVector HIGH = all(DefinedMath.EXP_HIGH);
    private static final FloatVector MINUS_LN2_HIGH = all(-DefinedMath.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = all(-DefinedMath.LN2_LOW);
    private static final FloatVector SPLIT = all(DefinedMath.TANH_SPLIT);
    private static final FloatVector TAIL_0 = all(DefinedMath.TAIL[0]);
    private static final FloatVector TAIL_1 = all(DefinedMath.TAIL[1]);
    private static final FloatVector TAIL_2 = all(DefinedMath.TAIL[2]);
    private static final FloatVector TAIL_3 = all(DefinedMath.TAIL[3]);
    private static final FloatVector TAIL_4 = all(DefinedMath.TAIL[4]);
    private static final FloatVector TAIL_5 = all(DefinedMath.TAIL[5]);
    private static final FloatVector TAIL_SLOPE = all(DefinedMath.TAIL_SLOPE);
    private static final FloatVector DENSITY_AT_ZERO = all(DefinedMath.DENSITY_AT_ZERO);
    private static final FloatVector MINUS_HALF = all(-0.5f);
    private static final FloatVector ZERO = all(0f);
    private static final FloatVector ONE = all(1f);
    private static final FloatVector TWO = all(2f);

    private VectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector c = x.min(HIGH).max(LOW);
        FloatVector rounded = c.fma(LOG2_E, ROUND);
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, c));
        FloatVector p = EXP_0.fma(r, EXP_1)
                .fma(r, EXP_2)
                .fma(r, EXP_3)
                .fma(r, EXP_4)
                .fma(r, EXP_5)
                .fma(r.mul(r), r)
                .add(ONE);
        IntVector scale = rounded.reinterpretAsInts().lanewise(LSHL, 23).add(DefinedMath.ONE_BITS);
        return p.mul(scale.reinterpretAsFloats());
    }

    static FloatVector sigmoid(FloatVector x) {
        return ONE.div(exp(x.neg()).add(ONE));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector size = x.abs();
        FloatVector square = x.mul(x);
        FloatVector p = TANH_0.fma(square, TANH_1)
                .fma(square, TANH_2)
                .fma(square, TANH_3)
                .fma(square, TANH_4);
        FloatVector inner = x.mul(p.fma(square, ONE));
        FloatVector y = ONE.sub(TWO.div(exp(size.add(size)).add(ONE)));
        FloatVector outer = y.blend(y.neg(), x.compare(LT, ZERO));
        return outer.blend(inner, size.compare(LT, SPLIT));
    }

    /** exp((-0.5 x) x). */
    static FloatVector bell(FloatVector x) {
        return exp(MINUS_HALF.mul(x).mul(x));
    }

    /** Φ(x), from {@link #bell} of x. */
    static FloatVector normal(FloatVector x, FloatVector bell) {
        FloatVector u = ONE.div(x.abs().fma(TAIL_SLOPE, ONE));
        FloatVector p = TAIL_0.fma(u, TAIL_1)
                .fma(u, TAIL_2)
                .fma(u, TAIL_3)
                .fma(u, TAIL_4)
                .fma(u, TAIL_5);
        FloatVector tail = bell.mul(p.mul(u));
        return ONE.sub(tail).blend(tail, x.compare(LT, ZERO));
    }

    static FloatVector density(FloatVector bell) {
        return bell.mul(DENSITY_AT_ZERO);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
