package org.espalier.core.bench;

import java.util.Locale;
import org.espalier.api.backend.Kernels;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Unary;
import org.espalier.core.kernel.KernelData;

/** Functions of elements and their gradients, on a tile. */
final class ElementCalls {
    private final CallList list;
    private final Kernels kernels;
    private final int floats;
    private final long a;
    private final long b;
    private final long slope;
    private final long out;

    private ElementCalls(CallList list) {
        this.list = list;
        this.kernels = list.kernels();
        this.floats = list.tileFloats();
        KernelData data = list.data();
        // Above 0, where every function has a value.
        this.a = data.positive(floats);
        this.b = data.positive(floats);
        this.slope = data.floats(floats);
        this.out = data.zeros(floats);
    }

    static void addTo(CallList list) {
        ElementCalls calls = new ElementCalls(list);
        calls.sums();
        calls.activations();
        calls.functions();
        calls.functionsOfTwo();
        calls.noise();
    }

    private void sums() {
        String shape = list.sizes().features() + " features";
        list.floats("add", shape, 3.0 * floats, () -> kernels.add(a, b, out, floats));
        list.floats("multiply", shape, 3.0 * floats, () -> kernels.multiply(a, b, out, floats));
    }

    private void activations() {
        long in = list.data().floats(floats);
        for (Activation activation : Activation.values()) {
            String name = word(activation);
            list.floats("activate", name, 2.0 * floats, () -> kernels.activate(activation, in, out, 0, floats));
            list.floats(
                    "activationGradient",
                    name,
                    4.0 * floats,
                    () -> kernels.activationGradient(activation, in, a, slope, out, 0, floats));
        }
    }

    private void functions() {
        for (Unary function : Unary.values()) {
            String name = word(function);
            list.floats("unary", name, 2.0 * floats, () -> kernels.unary(function, 0.3f, 0.8f, a, out, floats));
            list.floats(
                    "unaryGradient",
                    name,
                    3.0 * floats,
                    () -> kernels.unaryGradient(function, 0.3f, 0.8f, a, slope, false, out, floats));
        }
    }

    private void functionsOfTwo() {
        for (Pairwise function : Pairwise.values()) {
            String name = word(function);
            list.floats("pairwise", name, 3.0 * floats, () -> kernels.pairwise(function, a, b, out, floats));
            list.floats(
                    "pairwiseGradient",
                    name + " of the first",
                    4.0 * floats,
                    () -> kernels.pairwiseGradient(function, false, a, b, slope, false, out, floats));
            list.floats(
                    "pairwiseGradient",
                    name + " of the second",
                    4.0 * floats,
                    () -> kernels.pairwiseGradient(function, true, a, b, slope, false, out, floats));
        }
    }

    private void noise() {
        int features = list.sizes().features();
        int width = list.panel().width();
        int half = 1 << 23;
        list.floats("dropout", features + " features", 2.0 * floats, () -> {
            for (int f = 0; f < features; f++) {
                long row = 4L * f * width;
                kernels.dropout(42, f, features, half, 2f, a + row, out + row, false, width);
            }
        });
    }

    private static String word(Enum<?> function) {
        return function.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
