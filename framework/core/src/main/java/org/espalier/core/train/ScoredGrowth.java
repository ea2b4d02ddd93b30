package org.espalier.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.Need;
import org.espalier.core.graph.DenseGradient;
import org.espalier.core.guard.PluginFault;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.Topology;

/**
 * Scores every absent position of a weight in tiles of a few rows and keeps the best. Rows are divided among threads;
 * each part has a bounded heap of its own, merged in the end.
 */
final class ScoredGrowth implements Work {
    /** Rows of dense gradient computed at a time: a multiple of what kernels take in one go. */
    private static final int TILE_ROWS = 8;

    private static final int MOST_PARTS = 12;

    private final GrowCriterion criterion;
    private final MatrixShape shape;
    private final GrowthRow.Source source;
    private final Topology topology;
    private final boolean[] kept;
    private final RandomStream random;
    private final DenseGradient gradients;
    private final List<Candidates> parts = new ArrayList<>();
    private final int bound;

    /**
     * @param source what the criterion reads
     * @param kept by link number: whether the link stays, so that its position is taken
     * @param bound how many positions are wanted
     * @param gradients of every position of the weight
     */
    ScoredGrowth(
            GrowCriterion criterion,
            GrowthRow.Source source,
            Topology topology,
            boolean[] kept,
            int bound,
            RandomStream random,
            DenseGradient gradients) {
        this.criterion = criterion;
        this.source = source;
        this.shape = topology.shape();
        this.topology = topology;
        this.kept = kept;
        this.bound = bound;
        this.random = random;
        this.gradients = gradients;
        int parts = Math.max(1, Math.min(MOST_PARTS, (shape.rows() + TILE_ROWS - 1) / TILE_ROWS));
        for (int p = 0; p < parts; p++) {
            this.parts.add(new Candidates(bound));
        }
    }

    /** The best positions with their scores; fewer than wanted only when no more are absent. */
    Candidates search(WorkerPool pool) {
        pool.run(this, parts.size());
        Candidates best = new Candidates(bound);
        parts.forEach(best::offerAll);
        return best;
    }

    @Override
    public void run(int chunk) {
        int tilesInAll = (shape.rows() + TILE_ROWS - 1) / TILE_ROWS;
        int from = (int) ((long) tilesInAll * chunk / parts.size()) * TILE_ROWS;
        int to = Math.min(shape.rows(), (int) ((long) tilesInAll * (chunk + 1) / parts.size()) * TILE_ROWS);
        boolean dense = criterion.needs().contains(Need.DENSE_GRADIENT);
        GrowthRow view = new GrowthRow(source);
        float[] scores = new float[shape.columns()];
        try (NativeMemory memory = new NativeMemory()) {
            long tile = dense ? memory.allocateFloats((long) TILE_ROWS * shape.columns()) : 0;
            long scratch = memory.allocate(gradients.scratchBytes());
            for (int first = from; first < to; first += TILE_ROWS) {
                int end = Math.min(to, first + TILE_ROWS);
                if (dense) {
                    gradients.denseGradient(scratch, tile, first, end);
                }
                for (int row = first; row < end; row++) {
                    if (dense) {
                        view.begin(row, tile + 4L * (row - first) * shape.columns());
                    } else {
                        view.begin(row);
                    }
                    Arrays.fill(scores, 0f);
                    criterion.score(view, scores);
                    offer(view, scores, parts.get(chunk));
                }
            }
        }
    }

    private void offer(GrowthRow view, float[] scores, Candidates best) {
        int row = view.row();
        for (int k = topology.rowStart(row); k < topology.rowStart(row + 1); k++) {
            if (kept[k]) {
                scores[topology.column(k)] = Float.NEGATIVE_INFINITY;
            }
        }
        long base = (long) row * shape.columns();
        for (int c = 0; c < scores.length; c++) {
            float score = scores[c];
            if (Float.isNaN(score)) {
                throw notANumber(row, c, view.gradient(c));
            }
            if (score != Float.NEGATIVE_INFINITY && best.mayEnter(score)) {
                best.offer(score, random.bits(base + c), base + c);
            }
        }
    }

    /** A gradient that is not finite has no score, and that is not the criterion's fault. */
    private EspalierException notANumber(int row, int column, float gradient) {
        String where = "row " + row + ", column " + column + " of " + shape.name();
        return Float.isFinite(gradient)
                ? PluginFault.wrong(criterion, "grow", "score", "NaN for " + where + ".")
                : new EspalierException("Training diverged: the gradient at " + where + " is " + gradient
                        + ". Use a smaller learning rate, or a longer warm-up.");
    }
}
