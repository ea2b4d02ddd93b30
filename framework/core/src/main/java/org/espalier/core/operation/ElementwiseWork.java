package org.espalier.core.operation;

import org.espalier.api.backend.Kernels;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Plane;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.jspecify.annotations.Nullable;

/** Goes over the floats of three planes of one shape side by side, borders left out. */
final class ElementwiseWork implements Work {
    /** Most floats of a stretch. */
    private static final int MOST = 1 << 20;

    /** Most floats computed beside a plane at a time: few enough to stay in the first cache. */
    private static final int BESIDE = 4096;

    /** What is done to a stretch of floats. */
    @FunctionalInterface
    interface Stretch {
        /**
         * @param a address in the first plane
         * @param b address in the second plane
         * @param c address in the third plane
         * @param floats how many, a multiple of 16
         */
        void run(long a, long b, long c, int floats);
    }

    private final Plane a;
    private final Plane b;
    private final Plane c;
    private final Stretch stretch;
    private final long[] beside;
    private final @Nullable Kernels kernels;
    private final int[] bounds;
    private final boolean whole;
    private final int rowFloats;

    /**
     * @param stretch gets the addresses in the three planes
     */
    ElementwiseWork(Plane a, Plane b, Plane c, Stretch stretch) {
        this(a, b, c, stretch, new long[0], null);
    }

    private ElementwiseWork(Plane a, Plane b, Plane c, Stretch stretch, long[] beside, @Nullable Kernels kernels) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.stretch = stretch;
        this.beside = beside;
        this.kernels = kernels;
        this.whole = a.border() == 0 && b.border() == 0 && c.border() == 0;
        this.rowFloats = Math.toIntExact(a.grid().width() * a.tileBytes() / 4);
        long floats = whole ? a.bytes() / 4 : 0;
        this.bounds = whole
                ? Chunks.even(Math.toIntExact(floats / 16), 1)
                : Chunks.even(a.blocks() * a.grid().height(), 1);
    }

    /** Over two planes; the third is the second. */
    ElementwiseWork(Plane a, Plane b, Stretch stretch) {
        this(a, b, b, stretch);
    }

    /**
     * Adds to the third plane what a stretch computes beside it.
     *
     * @param binding for scratch and addition
     */
    static ElementwiseWork adding(Plane a, Plane b, Plane c, Binding binding, Stretch stretch) {
        return new ElementwiseWork(a, b, c, stretch, binding.lanes(), binding.kernels());
    }

    void run(WorkerPool pool) {
        pool.run(this, bounds.length - 1);
    }

    @Override
    public void run(int chunk) {
        int end = bounds[chunk + 1];
        if (whole) {
            for (int from = bounds[chunk]; from < end; from += MOST / 16) {
                long place = 64L * from;
                int floats = 16 * Math.min(MOST / 16, end - from);
                run(chunk, a.address() + place, b.address() + place, c.address() + place, floats);
            }
        } else {
            int height = a.grid().height();
            for (int row = bounds[chunk]; row < end; row++) {
                int block = row / height;
                int y = row % height;
                run(chunk, a.tile(block, y, 0), b.tile(block, y, 0), c.tile(block, y, 0), rowFloats);
            }
        }
    }

    private void run(int chunk, long first, long second, long third, int floats) {
        if (kernels == null) {
            stretch.run(first, second, third, floats);
            return;
        }
        for (int from = 0; from < floats; from += BESIDE) {
            int count = Math.min(BESIDE, floats - from);
            long place = 4L * from;
            stretch.run(first + place, second + place, beside[chunk], count);
            kernels.add(third + place, beside[chunk], third + place, count);
        }
    }
}
