package org.espalier.core.operation;

import java.util.Arrays;
import java.util.List;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Recurrence;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Grid;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.WeightPass;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.SparseWeight;

/**
 * A recurrence: step by step, in each step divided by blocks and units. What the gates gave is kept, and in the backward pass
 * replaced by gradients; when it has come to the first step, the gradient of the weight is a sum over all steps at once.
 */
final class RecurrentPass implements WeightPass {
    private final Recur operation;
    private final TrainedWeight weight;
    private final Kernels kernels;
    private final RecurrentCell cell;
    private final Panel panel;
    private final int steps;
    private final int blocks;
    private final int units;
    private final Plane in;
    private final Plane out;
    private final Plane outGradient;
    private final Plane kept;
    private final Plane cells;
    private final long zeros;
    private final long slopes;
    private final long carries;
    private final long shown;
    private final long bias;
    private final long biasGradient;
    private final Tiles tiles;
    private final Tiles recurrentTiles;
    private final long columns;
    private final long[] lanes;
    private final RecurrentInputGradient toInput;
    private final int[] unitBounds;
    private int[] rowBounds = {0};
    private int step;
    private final Work forward = this::forward;
    private final Work backward = this::backward;
    private final Work gradients = this::gradients;

    RecurrentPass(Recur operation, Binding binding) {
        NativeMemory memory = binding.memory();
        this.operation = operation;
        this.weight = binding.weight(operation.shape().name());
        this.kernels = binding.kernels();
        this.units = operation.units();
        this.in = binding.plane(operation.input());
        this.out = binding.plane(operation.output());
        this.outGradient = binding.gradient(operation.output()).orElse(out);
        this.cell = new RecurrentCell(operation.cell(), kernels, units, out.lanes());
        this.panel = new Panel(1, out.lanes());
        this.steps = out.grid().positions();
        this.blocks = out.blocks();
        this.kept = plane(operation.cell().kept() * units, memory);
        this.cells = operation.cell() == Recurrence.LSTM ? plane(units, memory) : out;
        this.zeros = memory.allocate(cell.rows());
        this.slopes = memory.allocate(blocks * cell.rows());
        this.carries = memory.allocate(blocks * cell.rows());
        this.shown = memory.allocate(blocks * cell.rows());
        DenseWeight vector = operation.bias().map(b -> binding.vector(b.name())).orElse(null);
        this.bias = vector == null ? 0 : vector.values();
        this.biasGradient = vector == null ? 0 : vector.gradient();
        long ends = kept.addresses(memory);
        this.tiles = new Tiles(kept.tiles(), out.lanes(), ends, ends);
        this.recurrentTiles = steps == 1 ? tiles : recurrentTiles(memory);
        int[] numbers = new int[units];
        Arrays.setAll(numbers, k -> k);
        this.columns = memory.copyOf(numbers);
        this.lanes = new long[binding.training() ? Binding.CHUNKS : 0];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = binding.lanes(i);
        }
        this.toInput = new RecurrentInputGradient(operation, cell, kept, binding);
        this.unitBounds = Chunks.even(units, 4);
        bind();
    }

    private Plane plane(int features, NativeMemory memory) {
        Plane plane = new Plane(0, blocks, new Grid(List.of(steps)), 0, features, out.lanes());
        return plane.at(memory.allocate(plane.bytes()));
    }

    /** From the output of a step to what the next one kept. */
    private Tiles recurrentTiles(NativeMemory memory) {
        long[] from = new long[blocks * (steps - 1)];
        long[] to = new long[from.length];
        for (int i = 0; i < from.length; i++) {
            int block = i / (steps - 1);
            int before = i % (steps - 1);
            from[i] = out.position(block, before);
            to[i] = kept.position(block, before + 1);
        }
        return new Tiles(from.length, out.lanes(), memory.copyOf(from), memory.copyOf(to));
    }

    @Override
    public String weight() {
        return operation.shape().name();
    }

    @Override
    public void bind() {
        rowBounds = weight.store() instanceof SparseWeight s
                ? Chunks.byLinks(s.matrix())
                : Chunks.even(operation.shape().rows(), 2);
    }

    private int chunks() {
        return blocks * (unitBounds.length - 1);
    }

    @Override
    public void forward(WorkerPool pool) {
        for (step = 0; step < steps; step++) {
            pool.run(forward, chunks());
        }
    }

    private void forward(int chunk) {
        int block = chunk / (unitBounds.length - 1);
        int from = unitBounds[chunk % (unitBounds.length - 1)];
        int count = unitBounds[chunk % (unitBounds.length - 1) + 1] - from;
        long at = 4L * from * out.lanes();
        long into = kept.position(block, step) + at;
        long first = in.position(block, step) + at;
        for (int gate = 0; gate < operation.cell().gates(); gate++) {
            long bytes = 4L * count * out.lanes();
            NativeMemory.copy(first + gate * cell.rows(), into + cell.kept(gate) * cell.rows(), bytes);
        }
        for (int gate = 0; gate < operation.cell().gates(); gate++) {
            product(block, gate * units + from, count, cell.kept(gate) == gate);
        }
        cell.step(
                into,
                before(cells, block) + at,
                cells.position(block, step) + at,
                shown + block * cell.rows() + at,
                out.position(block, step) + at,
                count);
    }

    /** What a plane holds for the step before, or zeros. */
    private long before(Plane plane, int block) {
        return step == 0 ? zeros : plane.position(block, step - 1);
    }

    /**
     * Adds the recurrent product of some rows to what is kept.
     *
     * @param add whether something is there already; else it starts from the bias
     */
    private void product(int block, int row, int count, boolean add) {
        long from = before(out, block);
        long to = kept.position(block, step);
        if (add && bias != 0) {
            long place = to + 4L * row * out.lanes();
            kernels.addRow(place, bias + 4L * row, count, out.lanes(), place);
        }
        long start = add ? 0 : bias;
        int end = row + count;
        if (weight.seen() instanceof SparseWeight s) {
            kernels.sparseProduct(s.matrix(), panel, from, to, start, Activation.NONE, 0, add, row, end);
        } else {
            int rows = operation.shape().rows();
            long values = weight.store().values();
            kernels.denseProduct(values, rows, units, panel, from, to, start, Activation.NONE, 0, add, row, end);
        }
    }

    @Override
    public void backward(WorkerPool pool) {
        NativeMemory.clear(carries, blocks * cell.rows());
        for (step = steps - 1; step >= 0; step--) {
            pool.run(backward, chunks());
        }
        pool.run(gradients, rowBounds.length - 1);
        toInput.run(pool);
    }

    private void backward(int chunk) {
        int block = chunk / (unitBounds.length - 1);
        int from = unitBounds[chunk % (unitBounds.length - 1)];
        int to = unitBounds[chunk % (unitBounds.length - 1) + 1];
        long at = 4L * from * out.lanes();
        int floats = (to - from) * out.lanes();
        long slope = slopes + block * cell.rows();
        long carry = carries + block * cell.rows() + at;
        long given = outGradient.position(block, step) + at;
        if (operation.cell() == Recurrence.GRU) {
            kernels.add(given, carry, slope + at, floats);
        } else {
            NativeMemory.copy(given, slope + at, 4L * floats);
        }
        if (step < steps - 1) {
            transposed(kept.position(block, step + 1), slope, from, to);
        }
        cell.stepBack(
                kept.position(block, step) + at,
                before(cells, block) + at,
                cells.position(block, step) + at,
                shown + block * cell.rows() + at,
                out.position(block, step) + at,
                slope + at,
                carry,
                to - from);
    }

    private void transposed(long gradient, long slope, int from, int to) {
        if (weight.seen() instanceof SparseWeight s) {
            kernels.sparseProduct(s.transposed(), panel, gradient, slope, 0, Activation.NONE, 0, true, from, to);
        } else {
            int rows = operation.shape().rows();
            long values = weight.store().values();
            kernels.denseTransposedProduct(values, rows, units, panel, gradient, slope, 0, true, from, to);
        }
    }

    private void gradients(int chunk) {
        int from = rowBounds[chunk];
        int to = rowBounds[chunk + 1];
        if (biasGradient != 0) {
            kernels.tileSums(tiles, lanes[chunk], biasGradient, from, to);
        }
        if (weight.store() instanceof SparseWeight s && steps > 1) {
            kernels.sparseTileGradient(s.matrix(), recurrentTiles, lanes[chunk], s.gradient(), from, to);
        } else if (weight.store() instanceof SparseWeight s) {
            int first = s.topology().rowStart(from);
            NativeMemory.clear(s.gradient() + 4L * first, 4L * (s.topology().rowStart(to) - first));
        } else if (steps > 1) {
            long result = weight.store().gradient();
            kernels.packedTileGradient(units, columns, recurrentTiles, lanes[chunk], result, from, to, 0, units);
        } else {
            NativeMemory.clear(weight.store().gradient() + 4L * from * units, 4L * (to - from) * units);
        }
    }

    @Override
    public long scratchBytes() {
        return TileKernels.LANE_BYTES;
    }

    @Override
    public void denseGradient(long scratch, long result, int from, int to) {
        if (steps == 1) {
            NativeMemory.clear(result, 4L * (to - from) * units);
        } else {
            kernels.denseTileGradient(units, columns, recurrentTiles, scratch, result, from, to);
        }
    }
}
