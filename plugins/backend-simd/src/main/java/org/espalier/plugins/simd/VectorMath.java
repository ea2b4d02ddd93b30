package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import org.espalier.api.backend.DefinedMath;

/** The chains of {@link DefinedMath}, operation by operation, on vectors. */
final class VectorMath {
    private static final float[] EXP = DefinedMath.EXP;
    private static final float[] LOG = DefinedMath.LOG;
    private static final float[] TANH = DefinedMath.TANH;

    private VectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector c = x.min(DefinedMath.EXP_HIGH).max(DefinedMath.EXP_LOW);
        FloatVector rounded = c.fma(all(DefinedMath.LOG2_E), all(DefinedMath.ROUND));
        FloatVector n = rounded.sub(DefinedMath.ROUND);
        FloatVector r = n.fma(all(-DefinedMath.LN2_LOW), n.fma(all(-DefinedMath.LN2_HIGH), c));
        FloatVector p = all(EXP[0])
                .fma(r, all(EXP[1]))
                .fma(r, all(EXP[2]))
                .fma(r, all(EXP[3]))
                .fma(r, all(EXP[4]))
                .fma(r, all(EXP[5]));
        IntVector scale = rounded.reinterpretAsInts().lanewise(LSHL, 23).add(DefinedMath.ONE_BITS);
        return p.fma(r.mul(r), r).add(1f).mul(scale.reinterpretAsFloats());
    }

    static FloatVector log(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector exponent = bits.lanewise(ASHR, 23).sub(126);
        FloatVector half = bits.and(0x007FFFFF).or(0x3F000000).reinterpretAsFloats();
        VectorMask<Float> small = half.compare(LT, DefinedMath.SQRT_HALF);
        FloatVector f = half.blend(half.add(half), small).sub(1f);
        FloatVector whole = (FloatVector) exponent.convert(I2F, 0);
        FloatVector e = whole.blend(whole.sub(1f), small);
        FloatVector p = all(LOG[0])
                .fma(f, all(LOG[1]))
                .fma(f, all(LOG[2]))
                .fma(f, all(LOG[3]))
                .fma(f, all(LOG[4]))
                .fma(f, all(LOG[5]))
                .fma(f, all(LOG[6]))
                .fma(f, all(LOG[7]))
                .fma(f, all(LOG[8]));
        FloatVector square = f.mul(f);
        FloatVector y = p.mul(f).mul(square);
        y = e.fma(all(DefinedMath.LN2_LOW), y);
        y = square.fma(all(-0.5f), y);
        return e.fma(all(DefinedMath.LN2_HIGH), f.add(y)).add(x.mul(0f));
    }

    static FloatVector sigmoid(FloatVector x) {
        return all(1f).div(exp(x.neg()).add(1f));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector size = x.abs();
        FloatVector square = x.mul(x);
        FloatVector p = all(TANH[0])
                .fma(square, all(TANH[1]))
                .fma(square, all(TANH[2]))
                .fma(square, all(TANH[3]))
                .fma(square, all(TANH[4]));
        FloatVector inner = x.mul(p.fma(square, all(1f)));
        FloatVector y = all(1f).sub(all(2f).div(exp(size.add(size)).add(1f)));
        FloatVector outer = y.blend(y.neg(), x.compare(LT, 0f));
        return outer.blend(inner, size.compare(LT, DefinedMath.TANH_SPLIT));
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(Memory.FLOATS, value);
    }
}
