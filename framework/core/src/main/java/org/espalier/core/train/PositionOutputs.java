package org.espalier.core.train;

import org.espalier.api.border.Predictions;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.program.Program;

/** A batch's outputs at every position that counts: example by example, and in each from the first position on. */
final class PositionOutputs implements Predictions {
    private final Plane plane;
    private final int[] labels;
    /** Where the first feature of each output stands. */
    private final long[] outputs;

    private final int count;

    /**
     * @param program that has just been forward
     * @param live examples of its batch
     */
    PositionOutputs(Program program, int live) {
        this.plane = program.output();
        int positions = program.positions();
        this.labels = new int[live * positions];
        this.outputs = new long[live * positions];
        int found = 0;
        for (int example = 0; example < live; example++) {
            int block = example / plane.lanes();
            int lane = example % plane.lanes();
            for (int p = 0; p < positions; p++) {
                long place = ((long) block * positions + p) * plane.lanes() + lane;
                int label = NativeMemory.getInt(program.labels() + 4 * place);
                if (label >= 0) {
                    labels[found] = label;
                    int width = plane.grid().width();
                    outputs[found++] = plane.tile(block, p / width, p % width) + 4L * lane;
                }
            }
        }
        this.count = found;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int outputs() {
        return plane.features();
    }

    @Override
    public float output(int example, int feature) {
        return NativeMemory.getFloat(outputs[example] + 4L * feature * plane.lanes());
    }

    @Override
    public int label(int example) {
        return labels[example];
    }

    @Override
    public float target(int example, int feature) {
        return labels[example] == feature ? 1f : 0f;
    }
}
