package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;
import org.espalier.api.backend.NormKernels;

/** Normalisation of the features of each position: every lane by itself, down the features. */
final class PositionNorms {
    private PositionNorms() {}

    /** See {@link NormKernels#positionStatistics}. */
    static void statistics(long in, int features, int width, boolean centred, float epsilon, long statistics) {
        long stride = 4L * width;
        long end = stride * features;
        for (long p = 0; p < stride; p += BYTES) {
            FloatVector mean = FloatVector.zero(FLOATS);
            if (centred) {
                for (long row = 0; row < end; row += stride) {
                    mean = mean.add(load(bounded(in + row + p)));
                }
            }
            mean = mean.div(features);
            FloatVector squares = FloatVector.zero(FLOATS);
            for (long row = 0; row < end; row += stride) {
                FloatVector d = load(bounded(in + row + p)).sub(mean);
                squares = d.fma(d, squares);
            }
            store(mean, statistics + p);
            FloatVector deviation = squares.div(features).add(epsilon).sqrt();
            store(FloatVector.broadcast(FLOATS, 1f).div(deviation), statistics + stride + p);
        }
    }

    /** See {@link NormKernels#normalizePositions}. */
    static void normalize(long in, long statistics, long scales, long shifts, long out, int features, int width) {
        long stride = 4L * width;
        for (int f = 0; f < features; f++) {
            FloatVector scale = FloatVector.broadcast(FLOATS, getFloat(scales + 4L * f));
            FloatVector shift = FloatVector.broadcast(FLOATS, shifts == 0 ? 0f : getFloat(shifts + 4L * f));
            long row = f * stride;
            for (long p = 0; p < stride; p += BYTES) {
                FloatVector d = load(bounded(in + row + p)).sub(load(bounded(statistics + p)));
                FloatVector unit = d.mul(load(bounded(statistics + stride + p)));
                store(unit.fma(scale, shift), bounded(out + row + p));
            }
        }
    }

    /** See {@link NormKernels#normalizePositionsGradient}. */
    static void gradient(
            long in,
            long gradient,
            long statistics,
            long scales,
            long out,
            int features,
            int width,
            boolean centred,
            boolean add) {
        long stride = 4L * width;
        for (long p = 0; p < stride; p += BYTES) {
            column(in + p, gradient + p, statistics + p, scales, out + p, features, stride, centred, add);
        }
    }

    /** Of as many positions as a vector has lanes. */
    private static void column(
            long in,
            long gradient,
            long statistics,
            long scales,
            long out,
            int features,
            long stride,
            boolean centred,
            boolean add) {
        FloatVector mean = load(bounded(statistics));
        FloatVector inverse = load(bounded(statistics + stride));
        FloatVector m = FloatVector.zero(FLOATS);
        FloatVector k = FloatVector.zero(FLOATS);
        for (int f = 0; f < features; f++) {
            FloatVector u = load(bounded(in + f * stride)).sub(mean).mul(inverse);
            FloatVector h = load(bounded(gradient + f * stride)).mul(getFloat(scales + 4L * f));
            m = centred ? m.add(h) : m;
            k = h.fma(u, k);
        }
        m = m.div(features);
        k = k.div(features);
        for (int f = 0; f < features; f++) {
            FloatVector u = load(bounded(in + f * stride)).sub(mean).mul(inverse);
            FloatVector h = load(bounded(gradient + f * stride)).mul(getFloat(scales + 4L * f));
            FloatVector slope = inverse.mul(u.neg().fma(k, h.sub(m)));
            if (add) {
                store(load(bounded(out + f * stride)).add(slope), bounded(out + f * stride));
            } else {
                store(slope, bounded(out + f * stride));
            }
        }
    }
}
