package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.MatrixShape;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.graph.Recurrence;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Reading;
import org.espalier.core.graph.Resizing;
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
    public void couple(Coupling coupling) {
        for (int unit = 0; unit < units(); unit++) {
            for (int gate = 0; gate < cell.gates(); gate++) {
                int row = gate * units() + unit;
                coupling.tie(input, row, output, unit);
                coupling.row(shape.name(), row, output, unit);
                if (bias.isPresent()) {
                    coupling.row(bias.get().name(), row, output, unit);
                }
            }
            coupling.read(Reading.by(shape, unit, output, unit));
        }
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new Recur(
                label, cell, sizes.value(input), sizes.value(output), sizes.weight(shape), bias.map(sizes::vector));
    }

    /** A unit stays at zero when nothing but zeros, and units that do, ever comes to its content. */
    @Override
    public void constants(Constants known) {
        int content = cell.gates() == 1 ? 0 : 2 * units();
        for (int unit = 0; unit < units(); unit++) {
            boolean fed = known.of(input, content + unit) != 0
                    || bias.isPresent() && known.number(bias.get(), content + unit) != 0;
            known.set(output, unit, fed ? Float.NaN : 0);
        }
        boolean found = true;
        while (found) {
            found = false;
            for (int unit = 0; unit < units(); unit++) {
                if (known.of(output, unit) == 0 && !known.silent(shape, content + unit, output, 0)) {
                    known.set(output, unit, Float.NaN);
                    found = true;
                }
            }
        }
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Recur(cell, shape.name(), bias.map(VectorSpec::name)));
    }

    @Override
    public Pass bind(Binding binding) {
        return new RecurrentPass(this, binding);
    }
}
