package org.espalier.core.execution;

import org.espalier.api.backend.Panel;
import org.espalier.api.graph.Activation;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.train.Engine;

/** Measures the most arithmetic a backend does: dense products of planes that stay in the first cache, on every thread. */
final class PeakRate {
    private static final int SIDE = 48;
    private static final Panel PANEL = new Panel(1, 64);
    private static final double FLOPS = 2.0 * SIDE * SIDE * 64;
    private static final int PRODUCTS = 100;
    private static final long NANOS = 300_000_000;

    private final Engine engine;

    PeakRate(Engine engine) {
        this.engine = engine;
    }

    /** 10^9 operations a second of all threads together: the best of many rounds. */
    double gigaflops() {
        int chunks = 2 * engine.pool().threads();
        try (NativeMemory memory = new NativeMemory()) {
            long[] weights = new long[chunks];
            long[] inputs = new long[chunks];
            long[] outputs = new long[chunks];
            for (int chunk = 0; chunk < chunks; chunk++) {
                weights[chunk] = memory.allocate(4L * SIDE * SIDE);
                inputs[chunk] = memory.allocate(4L * SIDE * PANEL.width());
                outputs[chunk] = memory.allocate(4L * SIDE * PANEL.width());
            }
            long best = Long.MAX_VALUE;
            long begin = System.nanoTime();
            for (long last = begin; last - begin < NANOS; ) {
                engine.pool().run(chunk -> multiply(weights[chunk], inputs[chunk], outputs[chunk]), chunks);
                long now = System.nanoTime();
                best = Math.min(best, now - last);
                last = now;
            }
            return FLOPS * PRODUCTS * chunks / best;
        }
    }

    private void multiply(long weight, long in, long out) {
        for (int i = 0; i < PRODUCTS; i++) {
            engine.kernels().denseProduct(weight, SIDE, SIDE, PANEL, in, out, 0, Activation.NONE, 0, false, 0, SIDE);
        }
    }
}
