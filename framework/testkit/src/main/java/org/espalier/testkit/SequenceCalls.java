package org.espalier.testkit;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.backend.AttentionShape;
import org.espalier.api.backend.AttentionTiles;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.Tiles;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Unary;
import org.espalier.core.kernel.KernelData;
import org.espalier.core.kernel.NativeMemory;

/** A call of every kernel for sequences; one after the other, each as operations call it: from a place of its own. */
final class SequenceCalls {
    private static final int ROWS = 21;
    private static final int FEATURES = 35;

    private final Kernels kernels;
    private final int width;
    private final int tile;
    private final int floats;
    private final long result;
    private final List<Runnable> calls = new ArrayList<>();
    private long next;

    SequenceCalls(Kernels kernels, KernelData data, int width) {
        this.kernels = kernels;
        this.width = width;
        this.tile = FEATURES * width;
        AttentionCall attention = new AttentionCall(new AttentionShape(11, 11, 2, 5, width, true, 0.5f), data);
        int functions = 2 * Unary.values().length + 3 * Pairwise.values().length;
        this.floats = 2 * attention.floats() + 2 * ROWS * FEATURES + (25 + functions) * tile;
        this.result = data.floats(floats);
        this.next = result;
        AttentionTiles attended = attention.outputs(place(attention.floats()));
        AttentionTiles back = attention.gradients(place(attention.floats()));
        calls.add(() -> attention.forward(kernels, attended));
        calls.add(() -> attention.backward(kernels, back, false));
        long in = data.floats(tile);
        long slope = data.floats(tile);
        elements(in, slope);
        functions(in, slope);
        positions(in, slope);
        tokens(data, slope);
        cells(in, slope);
    }

    private long place(int count) {
        long place = next;
        next += 4L * count;
        return place;
    }

    private void elements(long in, long slope) {
        long product = place(tile);
        long sum = place(tile);
        long turned = place(2 * tile);
        calls.add(() -> kernels.multiply(in, slope, product, tile));
        calls.add(() -> kernels.addRow(in, slope, FEATURES, width, sum));
        calls.add(() -> kernels.turn(in, slope, 0.6f, 0.8f, turned, turned + 4L * tile, false, tile));
    }

    private void functions(long in, long slope) {
        for (Unary function : Unary.values()) {
            long out = place(tile);
            long back = place(tile);
            calls.add(() -> kernels.unary(function, 0.3f, 0.8f, in, out, tile));
            calls.add(() -> kernels.unaryGradient(function, 0.3f, 0.8f, in, slope, false, back, tile));
        }
        for (Pairwise function : Pairwise.values()) {
            long out = place(tile);
            long first = place(tile);
            long second = place(tile);
            calls.add(() -> kernels.pairwise(function, in, slope, out, tile));
            calls.add(() -> kernels.pairwiseGradient(function, false, in, slope, in, false, first, tile));
            calls.add(() -> kernels.pairwiseGradient(function, true, in, slope, in, false, second, tile));
        }
    }

    private void positions(long in, long slope) {
        long scaled = place(tile);
        long dots = place(tile);
        long largest = place(tile);
        long back = place(tile);
        calls.add(() -> kernels.scalePositions(in, slope, FEATURES, width, false, scaled));
        calls.add(() -> kernels.featureDots(in, slope, FEATURES, width, false, dots));
        calls.add(() -> kernels.largest(in, FEATURES, width, largest));
        calls.add(() -> kernels.largestGradient(in, slope, FEATURES, width, false, back));
    }

    private void tokens(KernelData data, long slope) {
        long table = data.floats(ROWS * FEATURES);
        SparseMatrix links = data.matrix(ROWS, FEATURES, 0.4);
        long tokens = data.tokens(width, ROWS);
        Tiles tiles = new Tiles(1, width, data.places(tokens, 0, 1), data.places(slope, 0, 1));
        long rows = place(2 * tile);
        long gradients = place(2 * ROWS * FEATURES);
        calls.add(() -> kernels.embed(table, FEATURES, tokens, width, rows));
        calls.add(() -> kernels.embed(links, tokens, width, rows + 4L * tile));
        calls.add(() -> kernels.embeddingGradient(FEATURES, tiles, false, gradients, 0, ROWS, 0, FEATURES));
        calls.add(() -> kernels.embeddingGradient(links, tiles, false, gradients + 4L * ROWS * FEATURES, 0, ROWS));
    }

    /** Some kernels change what they are given, so that is copied anew. */
    private void cells(long in, long slope) {
        long row = 4L * tile;
        long lstm = place(6 * tile);
        long gru = place(6 * tile);
        calls.add(() -> {
            for (int gate = 0; gate < 12; gate++) {
                NativeMemory.copy(in, lstm + gate * row, row);
            }
        });
        calls.add(() -> kernels.lstm(in, slope, in, slope, lstm + 5 * row, tile));
        calls.add(() -> kernels.lstmGradient(
                lstm, lstm + row, lstm + 2 * row, lstm + 3 * row, in, slope, in, lstm + 4 * row, tile));
        calls.add(() -> kernels.gruCandidate(gru, gru + row, gru + 2 * row, tile));
        calls.add(() -> kernels.gru(in, gru + 2 * row, slope, gru + 4 * row, tile));
        calls.add(() ->
                kernels.gruGradient(gru, gru + row, gru + 2 * row, gru + 3 * row, in, slope, gru + 5 * row, tile));
    }

    void run() {
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).run();
        }
    }

    /** Where all results stand. */
    long result() {
        return result;
    }

    int floats() {
        return floats;
    }
}
