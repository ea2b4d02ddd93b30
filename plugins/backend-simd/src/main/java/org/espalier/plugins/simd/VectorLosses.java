package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.espalier.api.backend.Panel;

/** Losses of positions, a vector of them at a time, with their gradients. */
final class VectorLosses {
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    private static final IntVector COUNTING = IntVector.zero(INTS).addIndex(1);

    private VectorLosses() {}

    /** See {@link org.espalier.api.backend.Kernels#crossEntropy}. */
    static void crossEntropy(
            int classes,
            Panel panel,
            int live,
            long logits,
            long labels,
            float smoothing,
            long losses,
            long gradient,
            int from,
            int to) {
        float off = smoothing / classes;
        float on = (1f - smoothing) + off;
        int step = 4 * panel.width();
        for (int position = from; position < to; position += LANES) {
            long x = logits + place(panel, classes, position);
            long slope = gradient == 0 ? 0 : gradient + place(panel, classes, position);
            long label = labels + 4L * position;
            FloatVector max = max(classes, step, x);
            FloatVector sum = exponentials(classes, step, x, slope, max);
            if (slope != 0) {
                slopes(classes, step, slope, label, sum, on, off, live, position);
            }
            FloatVector loss = VectorMath.log(sum).add(max).sub(expected(classes, step, x, label, on, off));
            store(loss.blend(0f, dead(live, position)), losses + 4L * position);
        }
    }

    private static FloatVector max(int classes, int step, long logits) {
        FloatVector max = load(logits);
        for (int c = 1; c < classes; c++) {
            max = max.max(load(logits + (long) c * step));
        }
        return max;
    }

    /** The sum of exp(x - max); each is kept where the gradient will stand, if one is wanted. */
    private static FloatVector exponentials(int classes, int step, long logits, long gradient, FloatVector max) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int c = 0; c < classes; c++) {
            FloatVector e = VectorMath.exp(load(logits + (long) c * step).sub(max));
            sum = sum.add(e);
            if (gradient != 0) {
                store(e, gradient + (long) c * step);
            }
        }
        return sum;
    }

    private static FloatVector expected(int classes, int step, long logits, long labels, float on, float off) {
        IntVector label = IntVector.fromMemorySegment(INTS, Memory.ALL, labels, Memory.ORDER);
        FloatVector others = FloatVector.broadcast(FLOATS, off);
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int c = 0; c < classes; c++) {
            FloatVector q = others.blend(on, label.compare(EQ, c).cast(FLOATS));
            sum = q.fma(load(logits + (long) c * step), sum);
        }
        return sum;
    }

    private static void slopes(
            int classes,
            int step,
            long gradient,
            long labels,
            FloatVector sum,
            float on,
            float off,
            int live,
            int position) {
        IntVector label = IntVector.fromMemorySegment(INTS, Memory.ALL, labels, Memory.ORDER);
        FloatVector others = FloatVector.broadcast(FLOATS, off);
        VectorMask<Float> dead = dead(live, position);
        for (int c = 0; c < classes; c++) {
            long at = gradient + (long) c * step;
            FloatVector q = others.blend(on, label.compare(EQ, c).cast(FLOATS));
            store(load(at).div(sum).sub(q).div((float) live).blend(0f, dead), at);
        }
    }

    /** See {@link org.espalier.api.backend.Kernels#squaredError}. */
    static void squaredError(
            int features,
            Panel panel,
            int live,
            long predictions,
            long targets,
            long losses,
            long gradient,
            int from,
            int to) {
        int step = 4 * panel.width();
        float count = (float) features * live;
        for (int position = from; position < to; position += LANES) {
            long place = place(panel, features, position);
            VectorMask<Float> dead = dead(live, position);
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int f = 0; f < features; f++) {
                long at = place + (long) f * step;
                FloatVector d = load(predictions + at).sub(load(targets + at));
                sum = d.fma(d, sum);
                if (gradient != 0) {
                    store(d.add(d).div(count).blend(0f, dead), gradient + at);
                }
            }
            store(sum.div((float) features).blend(0f, dead), losses + 4L * position);
        }
    }

    private static VectorMask<Float> dead(int live, int position) {
        return COUNTING.compare(LT, live - position).cast(FLOATS).not();
    }

    private static long place(Panel panel, int features, int position) {
        int block = position / panel.width();
        return 4L * ((long) block * features * panel.width() + position % panel.width());
    }
}
