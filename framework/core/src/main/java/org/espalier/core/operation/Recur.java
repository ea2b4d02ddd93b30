package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.MatrixShape;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.graph.Recurrence;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.model.VectorSpec;

/**
 * A recurrence over the positions of a sequence.
 *
 * @param input what comes into the gates, without the recurrent part: {@code [gates * units]} features
 * @param shape of the recurrent weight: {@code [gates * units][units]}
 */
public record Recur(
        String label, Recurrence cell, Value input, Value output, MatrixShape shape, Optional<VectorSpec> bias)
        implements Operation {
    int units() {
        return output.features();
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        Plane out = planes.plane(output);
        long tile = 4L * units() * out.lanes();
        long kept = (cell.kept() + (cell == Recurrence.LSTM ? 1 : 0)) * tile * out.tiles();
        long carried = tile * (1 + 3L * out.blocks());
        return kept + carried + 40L * out.tiles() + (training ? Binding.CHUNKS * TileKernels.LANE_BYTES : 0);
    }

    @Override
    public Pass bind(Binding binding) {
        return new RecurrentPass(this, binding);
    }
}
