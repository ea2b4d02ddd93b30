package org.espalier.core.bench;

import org.espalier.api.backend.Kernels;

/**
 * Cells of recurrent layers. Their gradients are written in place of what they read, so all of it is 0: other numbers would
 * shrink from call to call to such as processors are slow with.
 */
final class CellCalls {
    private CellCalls() {}

    static void addTo(CallList list) {
        Kernels kernels = list.kernels();
        int floats = list.tileFloats();
        String shape = list.sizes().features() + " features";
        long i = list.data().zeros(floats);
        long f = list.data().zeros(floats);
        long g = list.data().zeros(floats);
        long o = list.data().zeros(floats);
        long before = list.data().zeros(floats);
        long slope = list.data().zeros(floats);
        long carry = list.data().zeros(floats);
        list.floats("lstm", shape, 5.0 * floats, () -> kernels.lstm(i, f, g, before, carry, floats));
        list.floats(
                "lstmGradient",
                shape,
                13.0 * floats,
                () -> kernels.lstmGradient(i, f, g, o, before, o, slope, carry, floats));
        list.floats("gruCandidate", shape, 4.0 * floats, () -> kernels.gruCandidate(i, f, g, floats));
        list.floats("gru", shape, 4.0 * floats, () -> kernels.gru(i, g, before, carry, floats));
        list.floats(
                "gruGradient",
                shape,
                11.0 * floats,
                () -> kernels.gruGradient(i, f, g, o, before, slope, carry, floats));
    }
}
