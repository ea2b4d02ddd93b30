package org.espalier.core.bench;

import org.espalier.api.backend.Kernels;
import org.espalier.core.kernel.KernelData;

/** What is computed over the features of each position of a tile: choices, and numbers beside the features. */
final class PositionCalls {
    private static final int LARGEST = 4;

    private final CallList list;
    private final Kernels kernels;
    private final int features;
    private final int width;
    private final int floats;
    private final String shape;
    private final long in;
    private final long values;
    private final long out;

    private PositionCalls(CallList list) {
        this.list = list;
        this.kernels = list.kernels();
        this.features = list.sizes().features();
        this.width = list.panel().width();
        this.floats = list.tileFloats();
        this.shape = features + " features";
        KernelData data = list.data();
        this.in = data.floats(floats);
        this.values = data.floats(floats);
        this.out = data.zeros(floats);
    }

    static void addTo(CallList list) {
        PositionCalls calls = new PositionCalls(list);
        calls.softmax();
        calls.largest();
        calls.numbers();
    }

    private void softmax() {
        list.floats("softmax", shape, 2.0 * floats, () -> kernels.softmax(in, features, width, features, out));
        list.floats(
                "softmax",
                shape + " the largest " + LARGEST,
                2.0 * floats,
                () -> kernels.softmax(in, features, width, LARGEST, out));
        list.floats(
                "softmaxGradient",
                shape,
                3.0 * floats,
                () -> kernels.softmaxGradient(/* out= */ in, values, features, width, false, /* inGradient= */ out));
    }

    private void largest() {
        list.floats(
                "passLargest",
                shape + " the largest " + LARGEST,
                3.0 * floats,
                () -> kernels.passLargest(in, values, features, width, LARGEST, false, out));
        list.floats("largest", shape, floats, () -> kernels.largest(in, features, width, out));
        list.floats(
                "largestGradient",
                shape,
                2.0 * floats,
                () -> kernels.largestGradient(in, values, features, width, false, out));
    }

    private void numbers() {
        list.floats(
                "scalePositions",
                shape,
                2.0 * floats,
                () -> kernels.scalePositions(in, values, features, width, false, out));
        list.floats(
                "featureDots", shape, 2.0 * floats, () -> kernels.featureDots(in, values, features, width, false, out));
    }
}
