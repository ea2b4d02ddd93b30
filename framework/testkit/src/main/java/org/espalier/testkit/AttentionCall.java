package org.espalier.testkit;

import org.espalier.api.backend.AttentionShape;
import org.espalier.api.backend.AttentionTiles;
import org.espalier.api.backend.Kernels;
import org.espalier.core.kernel.KernelData;

/** Attention on drawn tiles of one head more than there are, so that what lies beside is seen to stay. */
final class AttentionCall {
    private final AttentionShape shape;
    private final KernelData data;
    private final AttentionTiles tiles;
    private final long queryBytes;
    private final long keyBytes;
    private final long slope;
    private final long scratch;

    AttentionCall(AttentionShape shape, KernelData data) {
        this.shape = shape;
        this.data = data;
        this.queryBytes = 4L * (shape.heads() + 1) * shape.size() * shape.width();
        this.keyBytes = 8L * shape.size() * shape.width();
        this.tiles = new AttentionTiles(
                table(data.floats(queryBytes / 4 * shape.queries()), queryBytes, shape.queries()),
                table(data.floats(keyBytes / 4 * shape.keys()), keyBytes, shape.keys()),
                table(data.floats(keyBytes / 4 * shape.keys()), keyBytes, shape.keys()),
                0);
        this.slope = table(data.floats(queryBytes / 4 * shape.queries()), queryBytes, shape.queries());
        this.scratch = data.floats(shape.scratchBytes(true) / 4);
    }

    private long table(long first, long bytes, int count) {
        return data.places(first, bytes, count);
    }

    /** Floats of the gradients of queries, keys and values; the output needs no more. */
    int floats() {
        return Math.toIntExact((queryBytes * shape.queries() + 2 * keyBytes * shape.keys()) / 4);
    }

    /** What the result holds before. */
    long drawn() {
        return data.floats(floats());
    }

    /** Past the first head of the tiles, at the last 16 examples. */
    private long at() {
        return 4L * shape.size() * shape.width() + 4L * (shape.width() - 16);
    }

    AttentionTiles outputs(long out) {
        return new AttentionTiles(
                tiles.queries(), tiles.keys(), tiles.values(), table(out, queryBytes, shape.queries()));
    }

    AttentionTiles gradients(long out) {
        long keys = out + queryBytes * shape.queries();
        long values = keys + keyBytes * shape.keys();
        return new AttentionTiles(
                table(out, queryBytes, shape.queries()),
                table(keys, keyBytes, shape.keys()),
                table(values, keyBytes, shape.keys()),
                slope);
    }

    void forward(Kernels kernels, long out) {
        forward(kernels, outputs(out));
    }

    void forward(Kernels kernels, AttentionTiles outputs) {
        kernels.attend(shape, outputs, at(), at(), scratch);
    }

    void backward(Kernels kernels, long out, boolean add) {
        backward(kernels, gradients(out), add);
    }

    void backward(Kernels kernels, AttentionTiles gradients, boolean add) {
        kernels.attendGradient(shape, tiles, gradients, add, add, add, at(), at(), scratch);
    }
}
