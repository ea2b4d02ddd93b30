package org.espalier.api.backend;

/** The reference of losses that are the mean over features of a loss of two numbers. */
enum FeatureLoss {
    SQUARED {
        @Override
        float add(float sum, float x, float t, float delta) {
            float d = x - t;
            return Math.fma(d, d, sum);
        }

        @Override
        float slope(float x, float t, float delta) {
            float d = x - t;
            return d + d;
        }
    },

    /** Of a logit and how probable a yes is. */
    BINARY {
        @Override
        float add(float sum, float x, float t, float delta) {
            return sum + (Math.fma(-x, t, Math.max(x, 0f)) + DefinedMath.log(1f + DefinedMath.exp(-Math.abs(x))));
        }

        @Override
        float slope(float x, float t, float delta) {
            return DefinedMath.sigmoid(x) - t;
        }
    },

    HUBER {
        @Override
        float add(float sum, float x, float t, float delta) {
            float d = x - t;
            float size = Math.abs(d);
            return size <= delta ? Math.fma(0.5f * d, d, sum) : Math.fma(delta, size - 0.5f * delta, sum);
        }

        @Override
        float slope(float x, float t, float delta) {
            return Math.max(-delta, Math.min(delta, x - t));
        }
    };

    /** The next link of the chain of a position. */
    abstract float add(float sum, float x, float t, float delta);

    /** The derivative of the loss of two numbers. */
    abstract float slope(float x, float t, float delta);

    /** The parameters are those of {@link LossKernels#huber}. */
    final void apply(
            float delta,
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
                float x = Address.getFloat(predictions + at);
                float t = Address.getFloat(targets + at);
                sum = add(sum, x, t, delta);
                if (gradient != 0) {
                    Address.setFloat(gradient + at, slope(x, t, delta) / count);
                }
            }
            Address.setFloat(losses + 4L * position, sum / features);
        }
    }

    /** Where the first feature of a position lies in a plane, in bytes. */
    static long place(Panel panel, int features, int position) {
        int block = position / panel.width();
        return 4L * ((long) block * features * panel.width() + position % panel.width());
    }

    /** A position that does not count. */
    static void dead(Panel panel, int features, long loss, long gradient, long place) {
        Address.setFloat(loss, 0f);
        if (gradient != 0) {
            for (int f = 0; f < features; f++) {
                Address.setFloat(gradient + place + 4L * f * panel.width(), 0f);
            }
        }
    }
}
