package org.espalier.core.kernel;

import static org.espalier.core.kernel.NativeMemory.getFloat;
import static org.espalier.core.kernel.NativeMemory.getInt;
import static org.espalier.core.kernel.NativeMemory.setFloat;

import org.espalier.api.backend.DefinedMath;
import org.espalier.api.backend.Panel;

/** Losses of each position with their gradients. */
final class ScalarLosses {
    private ScalarLosses() {}

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
        for (int position = from; position < to; position++) {
            long place = place(panel, classes, position);
            int label = getInt(labels + 4L * position);
            if (label < 0) {
                dead(panel, classes, losses + 4L * position, gradient, place);
                continue;
            }
            long slope = gradient == 0 ? 0 : gradient + place;
            float loss = position(classes, 4L * panel.width(), live, logits + place, label, on, off, slope);
            setFloat(losses + 4L * position, loss);
        }
    }

    private static float position(
            int classes, long step, int live, long logits, int label, float on, float off, long gradient) {
        float max = getFloat(logits);
        for (int c = 1; c < classes; c++) {
            max = Math.max(max, getFloat(logits + c * step));
        }
        float sum = 0f;
        float expected = 0f;
        for (int c = 0; c < classes; c++) {
            float x = getFloat(logits + c * step);
            float e = DefinedMath.exp(x - max);
            sum += e;
            expected = Math.fma(c == label ? on : off, x, expected);
            if (gradient != 0) {
                setFloat(gradient + c * step, e);
            }
        }
        if (gradient != 0) {
            for (int c = 0; c < classes; c++) {
                float e = getFloat(gradient + c * step);
                setFloat(gradient + c * step, (e / sum - (c == label ? on : off)) / live);
            }
        }
        return (DefinedMath.log(sum) + max) - expected;
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
        long step = 4L * panel.width();
        float count = (float) features * live;
        for (int position = from; position < to; position++) {
            long place = place(panel, features, position);
            if (position >= live) {
                dead(panel, features, losses + 4L * position, gradient, place);
                continue;
            }
            float sum = 0f;
            for (int f = 0; f < features; f++) {
                long at = place + f * step;
                float d = getFloat(predictions + at) - getFloat(targets + at);
                sum = Math.fma(d, d, sum);
                if (gradient != 0) {
                    setFloat(gradient + at, (d + d) / count);
                }
            }
            setFloat(losses + 4L * position, sum / features);
        }
    }

    private static long place(Panel panel, int features, int position) {
        int block = position / panel.width();
        return 4L * ((long) block * features * panel.width() + position % panel.width());
    }

    private static void dead(Panel panel, int features, long loss, long gradient, long place) {
        setFloat(loss, 0f);
        if (gradient != 0) {
            for (int f = 0; f < features; f++) {
                setFloat(gradient + place + 4L * f * panel.width(), 0f);
            }
        }
    }
}
