package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.LT;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.setFloat;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.espalier.api.backend.DefinedMath;
import org.espalier.api.backend.Panel;

/**
 * Losses of positions, a vector of them at a time, with their gradients. The steps of the cross-entropy hand what they know
 * on in memory: a vector given to a method that is not inlined would become an object.
 */
final class VectorLosses {
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    private static final IntVector COUNTING = IntVector.zero(INTS).addIndex(1);

    private VectorLosses() {}

    /** See {@link org.espalier.api.backend.LossKernels#crossEntropy}. */
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
            long label = labels + 4L * position;
            long loss = losses + 4L * position;
            maxima(classes, step, x, loss);
            if (gradient == 0) {
                exponentials(classes, step, x, loss);
            } else {
                long slope = gradient + place(panel, classes, position);
                exponentials(classes, step, x, slope, loss);
                slopes(classes, step, slope, label, loss, on, off, live);
            }
            logarithms(loss);
            finish(classes, step, x, label, loss, on, off);
        }
    }

    /** Puts the maximum where the loss will stand. */
    private static void maxima(int classes, int step, long logits, long loss) {
        FloatVector max = load(logits);
        for (int c = 1; c < classes; c++) {
            max = max.max(load(logits + (long) c * step));
        }
        store(max, loss);
    }

    /** Puts the sum of exp(x - max) where the maximum stands and the loss will. */
    private static void exponentials(int classes, int step, long logits, long loss) {
        FloatVector max = load(loss);
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int c = 0; c < classes; c++) {
            sum = sum.add(VectorMath.exp(load(logits + (long) c * step).sub(max)));
        }
        store(sum, loss);
    }

    /** The same, and each term where the gradient will stand. */
    private static void exponentials(int classes, int step, long logits, long gradient, long loss) {
        FloatVector max = load(loss);
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int c = 0; c < classes; c++) {
            FloatVector e = VectorMath.exp(load(logits + (long) c * step).sub(max));
            sum = sum.add(e);
            store(e, gradient + (long) c * step);
        }
        store(sum, loss);
    }

    /**
     * One by one, like {@link #finish}: the choice between label and other classes needs masks, and whether the compiler
     * keeps masks out of objects here changes from run to run. The exponentials before cost many times more.
     */
    private static void slopes(
            int classes, int step, long gradient, long labels, long loss, float on, float off, int live) {
        for (int c = 0; c < classes; c++) {
            long row = gradient + (long) c * step;
            for (int lane = 0; lane < LANES; lane++) {
                int label = getInt(labels + 4L * lane);
                float q = label == c ? on : off;
                float slope = (getFloat(row + 4L * lane) / getFloat(loss + 4L * lane) - q) / live;
                setFloat(row + 4L * lane, label < 0 ? 0f : slope);
            }
        }
    }

    /** One by one: there is one for each position only, and a vector chain here would exceed what is inlined. */
    private static void logarithms(long loss) {
        for (int lane = 0; lane < LANES; lane++) {
            long at = loss + 4L * lane;
            setFloat(at, DefinedMath.log(getFloat(at)));
        }
    }

    private static void finish(int classes, int step, long logits, long labels, long loss, float on, float off) {
        for (int lane = 0; lane < LANES; lane++) {
            int label = getInt(labels + 4L * lane);
            float expected = 0f;
            float max = getFloat(logits + 4L * lane);
            for (int c = 0; c < classes; c++) {
                float x = getFloat(logits + (long) c * step + 4L * lane);
                max = Math.max(max, x);
                expected = Math.fma(label == c ? on : off, x, expected);
            }
            float total = getFloat(loss + 4L * lane) + max - expected;
            setFloat(loss + 4L * lane, label < 0 ? 0f : total);
        }
    }

    /** See {@link org.espalier.api.backend.LossKernels#squaredError}. */
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
            VectorMask<Float> dead =
                    COUNTING.compare(LT, live - position).cast(FLOATS).not();
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

    private static long place(Panel panel, int features, int position) {
        int block = position / panel.width();
        return 4L * ((long) block * features * panel.width() + position % panel.width());
    }
}
