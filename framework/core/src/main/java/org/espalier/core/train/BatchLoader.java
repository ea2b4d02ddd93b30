package org.espalier.core.train;

import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Examples;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;

/** Brings examples into a program's planes: sixteen at a time, read as rows and written as columns. */
final class BatchLoader implements Work {
    private static final int LANES = 16;

    private final Examples examples;
    private final Program program;
    private final Plane input;
    private final int lanes;
    private final int features;
    private final int[] ids;
    private final float[][][] rows;
    private final float[][] targets;
    private final int[][] labels;
    private final int positions;
    private final float[] zeros;
    private int live;
    private boolean draws;
    private long draw;

    BatchLoader(Examples examples, Program program) {
        this.examples = examples;
        this.program = program;
        this.input = program.input();
        this.lanes = input.lanes();
        int capacity = input.blocks() * lanes;
        this.features = input.features() * input.grid().positions();
        this.ids = new int[capacity];
        this.rows = new float[capacity / LANES][LANES][features];
        this.targets = new float[capacity / LANES][program.output().features()];
        this.positions = program.positions();
        if (examples.positions() != positions) {
            throw new EspalierException("The loss reads " + positions + " positions of an example, but "
                    + examples.positions() + " have a label.");
        }
        this.labels = new int[capacity / LANES][positions];
        this.zeros = new float[features];
    }

    /** Where the ids of the next batch are put, {@code [capacity]}. */
    int[] ids() {
        return ids;
    }

    /** From now on examples are loaded as training sees them, with what this key draws. */
    void drawWith(long key) {
        draws = true;
        draw = key;
    }

    /** Loads the first {@code count} of {@link #ids}; the other positions become zero. */
    void load(WorkerPool pool, int count) {
        live = count;
        pool.run(this, rows.length);
    }

    @Override
    public void run(int chunk) {
        int first = chunk * LANES;
        float[][] staged = rows[chunk];
        for (int lane = 0; lane < LANES; lane++) {
            if (first + lane >= live) {
                System.arraycopy(zeros, 0, staged[lane], 0, zeros.length);
            } else if (draws) {
                examples.features(ids[first + lane], draw, staged[lane]);
            } else {
                examples.features(ids[first + lane], staged[lane]);
            }
        }
        write(first, staged);
        for (int lane = 0; lane < LANES; lane++) {
            label(labels[chunk], first + lane);
            target(chunk, first + lane);
        }
    }

    private void write(int first, float[][] staged) {
        int block = first / lanes;
        long stride = 4L * lanes;
        int height = input.grid().height();
        int rowFeatures = features / height;
        for (int y = 0; y < height; y++) {
            long base = input.tile(block, y, 0) + 4L * (first - block * lanes);
            for (int lane = 0; lane < LANES; lane += 4) {
                columns(staged, lane, y * rowFeatures, rowFeatures, base + 4L * lane, stride);
            }
        }
    }

    /** Four examples at a time, which is twice as fast as one. */
    private static void columns(float[][] staged, int lane, int from, int count, long address, long stride) {
        float[] a = staged[lane];
        float[] b = staged[lane + 1];
        float[] c = staged[lane + 2];
        float[] d = staged[lane + 3];
        for (int f = 0; f < count; f++) {
            long place = address + f * stride;
            NativeMemory.setFloat(place, a[from + f]);
            NativeMemory.setFloat(place + 4, b[from + f]);
            NativeMemory.setFloat(place + 8, c[from + f]);
            NativeMemory.setFloat(place + 12, d[from + f]);
        }
    }

    private void label(int[] row, int position) {
        if (position >= live) {
            Arrays.fill(row, -1);
        } else if (positions == 1) {
            row[0] = examples.label(ids[position]);
        } else {
            examples.labels(ids[position], row);
        }
        long first = program.labels() + 4L * ((long) (position / lanes) * positions * lanes + position % lanes);
        for (int p = 0; p < positions; p++) {
            NativeMemory.setInt(first + 4L * p * lanes, row[p]);
        }
    }

    private void target(int chunk, int position) {
        boolean alive = position < live;
        if (program.targets() == 0) {
            return;
        }
        float[] row = targets[chunk];
        if (alive && draws) {
            examples.target(ids[position], draw, row);
        } else if (alive) {
            examples.target(ids[position], row);
        } else {
            Arrays.fill(row, 0f);
        }
        int block = position / lanes;
        for (int f = 0; f < row.length; f++) {
            long element = ((long) block * row.length + f) * lanes + position % lanes;
            NativeMemory.setFloat(program.targets() + 4 * element, row[f]);
        }
    }
}
