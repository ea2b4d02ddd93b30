package org.espalier.core.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.WeightStore;

/**
 * The Hessian of the loss times its gradient g, without the Hessian: by a central difference of gradients,
 *
 * <pre>
 *   H g ≈ (∇L(w + h g) - ∇L(w - h g)) / 2h,   h = 1e-3 ‖w‖ / ‖g‖
 * </pre>
 *
 * <p>w and g are those of some weights together; everything else stays where it is. What is kept for it is as large as what
 * those weights store. Values, gradients, batch statistics and planes are afterwards what they were, bit for bit.
 */
final class HessianGradient {
    /**
     * How far to go, as a share of ‖w‖: there gradients of floats have changed in their first digits, and what is left of
     * third derivatives is about its square.
     */
    private static final double DISTANCE = 1e-3;

    private final Map<String, float[]> products = new HashMap<>();

    private HessianGradient() {}

    /** A weight, and what it was. */
    private record Moved(WeightStore store, float[] values, float[] gradient, float[] ahead) {
        Moved(WeightStore store) {
            this(
                    store,
                    NativeMemory.floats(store.values(), store.count()),
                    NativeMemory.floats(store.gradient(), store.count()),
                    new float[store.count()]);
        }

        void move(double distance) {
            float[] moved = new float[values.length];
            for (int k = 0; k < moved.length; k++) {
                moved[k] = (float) Math.fma(distance, gradient[k], values[k]);
            }
            store.set(moved);
        }

        void keepAhead() {
            NativeMemory.copy(store.gradient(), ahead, 0, ahead.length);
        }

        float[] product(double distance) {
            float[] product = new float[ahead.length];
            for (int k = 0; k < product.length; k++) {
                double behind = NativeMemory.getFloat(store.gradient() + 4L * k);
                product[k] = (float) ((ahead[k] - behind) / (2 * distance));
            }
            return product;
        }
    }

    /**
     * @param stored everything that has a gradient, or a statistic of the batch in its place
     * @param weights those that move
     * @param again computes the gradients of the step whose gradients are there
     */
    static HessianGradient of(List<WeightStore> stored, List<WeightStore> weights, Runnable again) {
        HessianGradient found = new HessianGradient();
        List<float[]> gradients = new ArrayList<>();
        stored.forEach(store -> gradients.add(NativeMemory.floats(store.gradient(), store.count())));
        List<Moved> moved = weights.stream().map(Moved::new).toList();
        double speed = norm(moved.stream().map(Moved::gradient).toList());
        double size = norm(moved.stream().map(Moved::values).toList());
        double distance = DISTANCE * (size == 0 ? 1 : size) / speed;
        try {
            if (speed > 0) {
                found.difference(moved, distance, again);
            }
        } finally {
            for (int i = 0; i < gradients.size(); i++) {
                NativeMemory.copy(gradients.get(i), 0, stored.get(i).gradient(), gradients.get(i).length);
            }
        }
        return found;
    }

    private void difference(List<Moved> moved, double distance, Runnable again) {
        try {
            moved.forEach(weight -> weight.move(distance));
            again.run();
            moved.forEach(Moved::keepAhead);
            moved.forEach(weight -> weight.move(-distance));
            again.run();
            moved.forEach(weight -> products.put(weight.store().shape().name(), weight.product(distance)));
        } finally {
            moved.forEach(weight -> weight.store().set(weight.values()));
        }
        // Whoever reads planes after this finds those of the step.
        again.run();
    }

    private static double norm(List<float[]> vectors) {
        double squares = 0;
        for (float[] vector : vectors) {
            for (float number : vector) {
                squares = Math.fma(number, number, squares);
            }
        }
        return Math.sqrt(squares);
    }

    /** By stored value of a weight that moved; empty when its gradient was zero, and so is the product. */
    float[] of(String weight) {
        return Objects.requireNonNullElse(products.get(weight), new float[0]);
    }
}
