package org.espalier.core.bench;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.core.kernel.KernelData;

/** Losses of each position, with their gradients. */
final class LossCalls {
    private LossCalls() {}

    static void addTo(CallList list) {
        Kernels kernels = list.kernels();
        KernelData data = list.data();
        Panel panel = list.panel();
        int classes = list.sizes().classes();
        int positions = panel.capacity();
        long logits = data.plane(panel, classes);
        long targets = data.positive((long) positions * classes);
        long labels = data.ints(positions, classes);
        long losses = data.zeros(positions);
        long gradient = data.zeros((long) positions * classes);
        double floats = (double) positions * classes;
        String shape = classes + " classes";
        list.floats(
                "crossEntropy",
                shape,
                2 * floats,
                () -> kernels.crossEntropy(
                        classes, panel, positions, logits, labels, 0.1f, losses, gradient, 0, positions));
        list.floats(
                "squaredError",
                shape,
                3 * floats,
                () -> kernels.squaredError(classes, panel, positions, logits, targets, losses, gradient, 0, positions));
        list.floats(
                "binaryCrossEntropy",
                shape,
                3 * floats,
                () -> kernels.binaryCrossEntropy(
                        classes, panel, positions, logits, targets, losses, gradient, 0, positions));
        list.floats(
                "huber",
                shape,
                3 * floats,
                () -> kernels.huber(classes, panel, positions, 0.7f, logits, targets, losses, gradient, 0, positions));
        list.floats(
                "klDivergence",
                shape,
                3 * floats,
                () -> kernels.klDivergence(classes, panel, positions, logits, targets, losses, gradient, 0, positions));
    }
}
