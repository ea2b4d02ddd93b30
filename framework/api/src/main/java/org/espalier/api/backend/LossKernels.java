package org.espalier.api.backend;

/**
 * Losses of each position against numbers, with their gradients divided by {@code live}. Features are taken in ascending
 * order; positions from {@code live} on get loss 0 and gradient 0. What stands here is the reference.
 */
public interface LossKernels {
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
                float x = Address.getFloat(logits + at);
                float t = Address.getFloat(targets + at);
                sum += Math.fma(-x, t, Math.max(x, 0f)) + DefinedMath.log(1f + DefinedMath.exp(-Math.abs(x)));
                if (gradient != 0) {
                    Address.setFloat(gradient + at, (DefinedMath.sigmoid(x) - t) / count);
                }
            }
            Address.setFloat(losses + 4L * position, sum / features);
        }
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
                float d = Address.getFloat(predictions + at) - Address.getFloat(targets + at);
                float size = Math.abs(d);
                sum = size <= delta ? Math.fma(0.5f * d, d, sum) : Math.fma(delta, size - 0.5f * delta, sum);
                if (gradient != 0) {
                    Address.setFloat(gradient + at, Math.max(-delta, Math.min(delta, d)) / count);
                }
            }
            Address.setFloat(losses + 4L * position, sum / features);
        }
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
            long place = place(panel, features, position);
            if (position >= live) {
                dead(panel, features, losses + 4L * position, gradient, place);
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

    private static long place(Panel panel, int features, int position) {
        int block = position / panel.width();
        return 4L * ((long) block * features * panel.width() + position % panel.width());
    }

    private static void dead(Panel panel, int features, long loss, long gradient, long place) {
        Address.setFloat(loss, 0f);
        if (gradient != 0) {
            for (int f = 0; f < features; f++) {
                Address.setFloat(gradient + place + 4L * f * panel.width(), 0f);
            }
        }
    }
}
