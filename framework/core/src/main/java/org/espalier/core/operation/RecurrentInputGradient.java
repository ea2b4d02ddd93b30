package org.espalier.core.operation;

import java.util.Optional;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/** Hands the gradients of gates on to what came into them. */
final class RecurrentInputGradient implements Work {
    private final Recur operation;
    private final RecurrentCell cell;
    private final Plane kept;
    private final Optional<Plane> result;
    private final boolean adds;
    private final Binding binding;
    private final int[] bounds;

    /** @param kept holds the gradients of gates when it runs */
    RecurrentInputGradient(Recur operation, RecurrentCell cell, Plane kept, Binding binding) {
        this.operation = operation;
        this.cell = cell;
        this.kept = kept;
        this.result = binding.gradient(operation.input());
        this.adds = binding.geometry().adds(operation, 0);
        this.binding = binding;
        this.bounds = Chunks.even(kept.tiles(), 1);
    }

    void run(WorkerPool pool) {
        if (result.isPresent()) {
            pool.run(this, bounds.length - 1);
        }
    }

    @Override
    public void run(int chunk) {
        Plane to = result.orElseThrow();
        int positions = kept.grid().positions();
        for (int i = bounds[chunk]; i < bounds[chunk + 1]; i++) {
            long from = kept.position(i / positions, i % positions);
            long into = to.position(i / positions, i % positions);
            for (int gate = 0; gate < operation.cell().gates(); gate++) {
                long source = from + cell.kept(gate) * cell.rows();
                long place = into + gate * cell.rows();
                if (adds) {
                    binding.kernels().add(place, source, place, Math.toIntExact(cell.rows() / 4));
                } else {
                    NativeMemory.copy(source, place, cell.rows());
                }
            }
        }
    }
}
