package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/**
 * Keeps the gradients of a step small. By norm (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent
 * neural networks", ICML 2013), over the gradients of all parameters together:
 *
 * <pre>
 *   g ← g · min(1, limit / ‖g‖₂)
 * </pre>
 *
 * By value, g ← max(-limit, min(limit, g)). The norm is summed in double, over each part of a parameter and then over the
 * parts in their order, which threads do not change.
 *
 * <p>A norm that is not finite scales nothing, and a gradient that is not finite is not clamped: the values it breaks
 * are to be found and named.
 */
final class Clipping implements Work {
    private final Optional<GradientClip> clip;
    private final List<ParameterPart> parts = new ArrayList<>();
    private double[] squares = {};
    private float scale = 1;
    private float limit = Float.POSITIVE_INFINITY;

    Clipping(Optional<GradientClip> clip) {
        this.clip = clip;
    }

    /** Takes up the parts that are trained. */
    void bind(List<ParameterPart> trained) {
        parts.clear();
        parts.addAll(trained);
        squares = new double[parts.size()];
    }

    /** Looks at the gradients of a step. */
    void begin(WorkerPool pool) {
        if (clip.isEmpty()) {
            return;
        }
        double most = clip.get().limit().value();
        switch (clip.get().by()) {
            case NORM -> scale = scale(norm(pool), most);
            case VALUE -> limit = (float) most;
        }
    }

    private static float scale(double norm, double most) {
        return norm > most && norm < Double.POSITIVE_INFINITY ? (float) (most / norm) : 1;
    }

    private double norm(WorkerPool pool) {
        pool.run(this, squares.length);
        double sum = 0;
        for (int i = 0; i < squares.length; i++) {
            sum += squares[i];
        }
        return Math.sqrt(sum);
    }

    @Override
    public void run(int chunk) {
        squares[chunk] = parts.get(chunk).squaredGradients();
    }

    /** Clips some gradients; {@code [count]}. */
    void apply(float[] gradients, int count) {
        float factor = scale;
        if (factor != 1) {
            for (int i = 0; i < count; i++) {
                gradients[i] *= factor;
            }
        }
        float most = limit;
        if (most < Float.POSITIVE_INFINITY) {
            for (int i = 0; i < count; i++) {
                float size = Math.abs(gradients[i]);
                if (size > most && size < Float.POSITIVE_INFINITY) {
                    gradients[i] = Math.copySign(most, gradients[i]);
                }
            }
        }
    }
}
