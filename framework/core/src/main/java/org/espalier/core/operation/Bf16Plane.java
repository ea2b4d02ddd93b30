package org.espalier.core.operation;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.core.graph.Binding;
import org.espalier.core.kernel.GrowingMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/** A copy of a plane in bfloat16, made anew whenever links are about to fetch rows of it. */
final class Bf16Plane implements Work, AutoCloseable {
    /** Features a chunk has at least. */
    private static final int FEATURES = 16;

    private final Kernels kernels;
    private final Panel panel;
    private final GrowingMemory memory;
    private long plane;
    private int features;
    private int chunks;

    Bf16Plane(Kernels kernels, Panel panel, GrowingMemory memory) {
        this.kernels = kernels;
        this.panel = panel;
        this.memory = memory;
    }

    /** Takes room for copies of so many bytes. */
    void room(long bytes) {
        memory.atLeast(bytes);
    }

    /** Copies a plane of so many features. */
    void copy(WorkerPool pool, long from, int count) {
        plane = from;
        features = count;
        chunks = Math.clamp(count / FEATURES, 1, Binding.CHUNKS);
        pool.run(this, chunks);
    }

    @Override
    public void run(int chunk) {
        int from = (int) ((long) features * chunk / chunks);
        int to = (int) ((long) features * (chunk + 1) / chunks);
        kernels.toBf16(features, panel, plane, memory.address(), from, to);
    }

    /** Where the copy is now. */
    long address() {
        return memory.address();
    }

    @Override
    public void close() {
        memory.close();
    }
}
