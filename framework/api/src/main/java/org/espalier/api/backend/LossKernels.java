package org.espalier.api.backend;

/**
 * Losses of each position, with their gradients divided by {@code live}. Features are taken in ascending order; of losses
 * against numbers, positions from {@code live} on get loss 0 and gradient 0. What stands here is the reference.
 */
public interface LossKernels {
    /**
     * Softmax cross-entropy of each position, and its gradient divided by {@code live}. With q as in
     * {@code GraphBuilder.crossEntropy}, m the maximum and s = Σ_c exp(x_c - m) in ascending order of c:
     * {@code loss = (log s + m) - Σ_c q_c x_c} and {@code gradient_c = (exp(x_c - m) / s - q_c) / live}. The maximum is NaN
     * where a logit is; {@code Σ_c q_c x_c} is a chain of fma from +0 in ascending order of c; q is
     * {@code (1 - smoothing) + smoothing / classes} for the label and {@code smoothing / classes} for other classes.
     * Positions whose label is negative get loss 0 and gradient 0.
     *
     * @param live how many positions count
     * @param logits plane of {@code classes} features
     * @param labels address of {@code int[capacity]}
     * @param losses address of {@code float[capacity]}
     * @param gradient plane of {@code classes} features, not that of the logits, or 0
     * @param from first position, a multiple of 16
     * @param to end of positions, a multiple of 16
     */
    default void crossEntropy(
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
        long step = 4L * panel.width();
        for (int position = from; position < to; position++) {
            long place = FeatureLoss.place(panel, classes, position);
            int label = Address.getInt(labels + 4L * position);
            if (label < 0) {
                FeatureLoss.dead(panel, classes, losses + 4L * position, gradient, place);
                continue;
            }
            long slope = gradient == 0 ? 0 : gradient + place;
            float loss = surprise(classes, step, live, logits + place, label, on, off, slope);
            Address.setFloat(losses + 4L * position, loss);
        }
    }

    private static float surprise(
            int classes, long step, int live, long logits, int label, float on, float off, long gradient) {
        float max = Address.getFloat(logits);
        for (int c = 1; c < classes; c++) {
            max = Math.max(max, Address.getFloat(logits + c * step));
        }
        float sum = 0f;
        float expected = 0f;
        for (int c = 0; c < classes; c++) {
            float x = Address.getFloat(logits + c * step);
            float e = DefinedMath.exp(x - max);
            sum += e;
            expected = Math.fma(c == label ? on : off, x, expected);
            if (gradient != 0) {
                Address.setFloat(gradient + c * step, e);
            }
        }
        if (gradient != 0) {
            for (int c = 0; c < classes; c++) {
                float e = Address.getFloat(gradient + c * step);
                Address.setFloat(gradient + c * step, (e / sum - (c == label ? on : off)) / live);
            }
        }
        return (DefinedMath.log(sum) + max) - expected;
    }

    /**
     * Mean over features of the squared error of each position, and its gradient
     * {@code 2 (x - t) / (features · live)}: with d = x - t, a chain of {@code fma(d, d, sum)} from +0 over ascending
     * features, divided by their number, and {@code (d + d) / ((float) features · live)}. Positions from {@code live} on get loss 0 and gradient 0.
     *
     * @param predictions plane of {@code features} features
     * @param targets plane like {@code predictions}
     * @param losses address of {@code float[capacity]}
     * @param gradient plane like {@code predictions}, or 0
     * @param from first position, a multiple of 16
     * @param to end of positions, a multiple of 16
     */
    default void squaredError(
            int features,
            Panel panel,
            int live,
            long predictions,
            long targets,
            long losses,
            long gradient,
            int from,
            int to) {
        FeatureLoss.SQUARED.apply(0, features, panel, live, predictions, targets, losses, gradient, from, to);
    }

    /**
     * Mean over features of {@code log(1 + exp(x)) - t x}: a chain from +0 of
     * {@code sum + (fma(-x, t, max(x, 0)) + log(1 + exp(-|x|)))}, divided by the number of features. Its gradient is
     * {@code (sigmoid(x) - t) / ((float) features · live)}.
     *
     * @param live how many positions count
     * @param logits plane of {@code features} features
     * @param targets plane like {@code logits}
     * @param losses address of {@code float[capacity]}
     * @param gradient plane like {@code logits}, not that of the logits, or 0
     * @param from first position, a multiple of 16
     * @param to end of positions, a multiple of 16
     */
    default void binaryCrossEntropy(
            int features,
            Panel panel,
            int live,
            long logits,
            long targets,
            long losses,
            long gradient,
            int from,
            int to) {
        FeatureLoss.BINARY.apply(0, features, panel, live, logits, targets, losses, gradient, from, to);
    }

    /**
     * Mean over features of the Huber loss of {@code d = x - t}: a chain from +0 of {@code fma(0.5 d, d, sum)} where
     * {@code |d| <= delta}, else of {@code fma(delta, |d| - 0.5 delta, sum)}, divided by the number of features. Its
     * gradient is {@code max(-delta, min(delta, d)) / ((float) features · live)}.
     *
     * @param delta greater than 0
     * @param live how many positions count
     * @param predictions plane of {@code features} features
     * @param targets plane like {@code predictions}
     * @param losses address of {@code float[capacity]}
     * @param gradient plane like {@code predictions}, or 0
     * @param from first position, a multiple of 16
     * @param to end of positions, a multiple of 16
     */
    default void huber(
            int features,
            Panel panel,
            int live,
            float delta,
            long predictions,
            long targets,
            long losses,
            long gradient,
            int from,
            int to) {
        FeatureLoss.HUBER.apply(delta, features, panel, live, predictions, targets, losses, gradient, from, to);
    }

    /**
     * {@code Σ_f t_f (log t_f - log softmax(x)_f)}. With m the maximum, which is NaN where a logit is, and chains from +0,
     * {@code s = Σ exp(x - m)}, {@code n = Σ t}, {@code e = Σ t log t} by fma, without targets below the smallest normal
     * number, and {@code c = Σ t (x - m)} by fma: {@code loss = fma(n, log s, e - c)} and
     * {@code gradient = (exp(x - m) / s · n - t) / live}.
     *
     * @param live how many positions count
     * @param logits plane of {@code features} features
     * @param targets plane like {@code logits}: probabilities
     * @param losses address of {@code float[capacity]}
     * @param gradient plane like {@code logits}, not that of the logits, or 0
     * @param from first position, a multiple of 16
     * @param to end of positions, a multiple of 16
     */
    default void klDivergence(
            int features,
            Panel panel,
            int live,
            long logits,
            long targets,
            long losses,
            long gradient,
            int from,
            int to) {
        for (int position = from; position < to; position++) {
            long place = FeatureLoss.place(panel, features, position);
            if (position >= live) {
                FeatureLoss.dead(panel, features, losses + 4L * position, gradient, place);
                continue;
            }
            long slope = gradient == 0 ? 0 : gradient + place;
            float loss = divergence(features, 4L * panel.width(), live, logits + place, targets + place, slope);
            Address.setFloat(losses + 4L * position, loss);
        }
    }

    private static float divergence(int features, long step, int live, long logits, long targets, long gradient) {
        float max = Address.getFloat(logits);
        for (int f = 1; f < features; f++) {
            max = Math.max(max, Address.getFloat(logits + f * step));
        }
        float sum = 0f;
        float total = 0f;
        float entropy = 0f;
        float expected = 0f;
        for (int f = 0; f < features; f++) {
            float x = Address.getFloat(logits + f * step) - max;
            float t = Address.getFloat(targets + f * step);
            float e = DefinedMath.exp(x);
            sum += e;
            total += t;
            entropy = t < Float.MIN_NORMAL ? entropy : Math.fma(t, DefinedMath.log(t), entropy);
            expected = Math.fma(t, x, expected);
            if (gradient != 0) {
                Address.setFloat(gradient + f * step, e);
            }
        }
        if (gradient != 0) {
            for (int f = 0; f < features; f++) {
                float t = Address.getFloat(targets + f * step);
                float e = Address.getFloat(gradient + f * step);
                Address.setFloat(gradient + f * step, (e / sum * total - t) / live);
            }
        }
        return Math.fma(total, DefinedMath.log(sum), entropy - expected);
    }
}
