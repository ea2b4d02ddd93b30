package org.espalier.core.operation;

import org.espalier.api.backend.Tiles;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Plane;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/**
 * Divides the tiles of a value into ranges and, where those are few, its features into parts. No range holds tiles of two
 * blocks. What is divided, and so what sums are made of, depends on the value's shape alone.
 */
final class TileRanges {
    /** What is done to a range and a part. */
    @FunctionalInterface
    interface Item {
        /**
         * @param chunk in [0, {@link Binding#CHUNKS}), for scratch
         * @param range of tiles
         * @param from first feature
         * @param to end of features
         */
        void run(int chunk, int range, int from, int to);
    }

    private final int positions;
    private final int lanes;
    private final int features;
    private final int blocks;
    private final int perBlock;
    private final int parts;
    private final int[] bounds;

    TileRanges(Plane plane) {
        this.positions = plane.grid().positions();
        this.lanes = plane.lanes();
        this.features = plane.features();
        this.blocks = plane.blocks();
        this.perBlock = Math.clamp(Binding.CHUNKS / blocks, 1, positions);
        this.parts = Math.clamp(Binding.CHUNKS / (blocks * perBlock), 1, features);
        this.bounds = Chunks.even(count() * parts, 1);
    }

    /** How many ranges. */
    int count() {
        return blocks * perBlock;
    }

    int block(int range) {
        return range / perBlock;
    }

    /** The number of a range's first tile. */
    int first(int range) {
        return block(range) * positions + range % perBlock * positions / perBlock;
    }

    /** The number of the tile after a range's last. */
    int end(int range) {
        return block(range) * positions + (range % perBlock + 1) * positions / perBlock;
    }

    /** How many examples of a range's tiles live. */
    int live(int range, int liveOfBatch) {
        return Math.clamp((long) liveOfBatch - (long) block(range) * lanes, 0, lanes);
    }

    /** Work over all ranges and parts. */
    Work each(Item item) {
        return chunk -> {
            for (int i = bounds[chunk]; i < bounds[chunk + 1]; i++) {
                int part = i % parts;
                int from = (int) ((long) features * part / parts);
                int to = (int) ((long) features * (part + 1) / parts);
                item.run(chunk, i / parts, from, to);
            }
        };
    }

    void run(WorkerPool pool, Work work) {
        pool.run(work, bounds.length - 1);
    }

    /** The tiles of each range of two planes. */
    Tiles[] tiles(long inputs, long outputs) {
        Tiles all = new Tiles(blocks * positions, lanes, inputs, outputs);
        Tiles[] tiles = new Tiles[count()];
        for (int range = 0; range < tiles.length; range++) {
            tiles[range] = all.range(first(range), end(range));
        }
        return tiles;
    }
}
