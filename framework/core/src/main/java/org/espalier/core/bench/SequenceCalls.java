package org.espalier.core.bench;

import org.espalier.api.backend.AttentionShape;
import org.espalier.api.backend.AttentionTiles;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.Tiles;
import org.espalier.core.kernel.KernelData;

/** Tokens, rows of tables, attention of one head. */
final class SequenceCalls {
    /** What a call of attention takes at once. */
    private static final int LANES = 16;

    private final CallList list;
    private final Kernels kernels;
    private final KernelData data;
    private final int features;
    private final int width;
    private final int floats;

    private SequenceCalls(CallList list) {
        this.list = list;
        this.kernels = list.kernels();
        this.data = list.data();
        this.features = list.sizes().features();
        this.width = list.panel().width();
        this.floats = list.tileFloats();
    }

    static void addTo(CallList list) {
        SequenceCalls calls = new SequenceCalls(list);
        calls.lookup();
        calls.lookupOfLinks();
        calls.places();
        calls.attention();
    }

    private void lookup() {
        int rows = list.sizes().vocabulary();
        long table = data.floats((long) rows * features);
        long tokens = data.tokens(width, rows);
        long out = data.floats(floats);
        Tiles tiles = new Tiles(1, width, data.table(tokens), data.table(out));
        long gradient = data.zeros((long) rows * features);
        String shape = features + " features of " + rows + " rows";
        list.floats("embed", shape, 2.0 * floats, () -> kernels.embed(table, features, tokens, width, out));
        list.floats(
                "embeddingGradient",
                shape,
                3.0 * floats + (double) rows * features,
                () -> kernels.embeddingGradient(features, tiles, false, gradient, 0, rows, 0, features));
    }

    private void lookupOfLinks() {
        int rows = list.sizes().vocabulary();
        double density = 1 - list.sizes().sparsity();
        SparseMatrix table = data.matrix(rows, features, density);
        long tokens = data.tokens(width, rows);
        long out = data.floats(floats);
        Tiles tiles = new Tiles(1, width, data.table(tokens), data.table(out));
        long gradient = data.zeros(table.links());
        String shape = features + " features of " + rows + " rows "
                + CallList.percent(list.sizes().sparsity());
        list.floats("embed", shape, (1 + 3 * density) * floats, () -> kernels.embed(table, tokens, width, out));
        list.floats(
                "embeddingGradient",
                shape,
                4 * density * floats + table.links(),
                () -> kernels.embeddingGradient(table, tiles, false, gradient, 0, rows));
    }

    private void places() {
        long in = data.floats(floats);
        long other = data.floats(floats);
        long row = data.floats(features);
        long out = data.zeros(2L * floats);
        String shape = features + " features";
        list.floats("addRow", shape, 2.0 * floats, () -> kernels.addRow(in, row, features, width, out));
        list.floats(
                "turn",
                shape,
                4.0 * floats,
                () -> kernels.turn(in, other, 0.6f, 0.8f, out, out + 4L * floats, false, floats));
    }

    private void attention() {
        int tokens = list.sizes().tokens();
        int size = list.sizes().headSize();
        AttentionShape shape = new AttentionShape(tokens, tokens, 1, size, LANES, true, 0.2f);
        AttentionTiles tiles = new AttentionTiles(table(shape), table(shape), table(shape), table(shape));
        AttentionTiles gradients = new AttentionTiles(table(shape), table(shape), table(shape), table(shape));
        long scratch = data.zeros(shape.scratchBytes(true) / 4);
        double products = 2.0 * size * LANES * tokens * (tokens + 1) / 2;
        String name = tokens + " tokens in a head of " + size;
        list.flops("attend", name, 2 * products, () -> kernels.attend(shape, tiles, 0, 0, scratch));
        list.flops(
                "attendGradient",
                name,
                5 * products,
                () -> kernels.attendGradient(shape, tiles, gradients, false, false, false, 0, 0, scratch));
    }

    private long table(AttentionShape shape) {
        long tile = (long) shape.size() * shape.width();
        return data.places(data.floats(tile * shape.queries()), 4 * tile, shape.queries());
    }
}
