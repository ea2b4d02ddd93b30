package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Routing;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/**
 * Sends positions to experts.
 *
 * @param gates weights of experts at every position; they decide, and get no gradient here
 */
public record Dispatch(String label, Value input, Value gates, Value output) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    /** How positions are sent. */
    Routing routing() {
        return output.positions().routing().orElseThrow();
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        return RouteTable.bytes(routing(), planes.plane(gates));
    }

    /** The table of this batch; operations on what was sent share it. */
    RouteTable table(Binding binding) {
        return binding.shared(
                this,
                RouteTable.class,
                () -> new RouteTable(
                        label,
                        routing(),
                        binding.plane(gates),
                        binding.plane(output).blocks()));
    }

    @Override
    public void couple(Coupling coupling) {
        coupling.tie(input, output);
        coupling.fix(gates);
    }

    @Override
    public Operation resized(Resizing sizes) {
        return with(sizes);
    }

    @Override
    public void constants(Constants known) {
        known.each(input, output, (constant, _) -> constant);
    }

    Dispatch with(Resizing sizes) {
        return new Dispatch(label, sizes.value(input), gates, sizes.value(output));
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Dispatch());
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private static final int CHUNKS = Binding.CHUNKS;

        private final Binding binding;
        private final RouteTable table;
        private final Plane in;
        private final Plane out;
        private final Plane inGradient;
        private final Plane outGradient;
        private final boolean trained;
        private final boolean adds;
        private final int[] tileBounds;
        private final Work send = this::send;
        private final Work back = this::back;

        Bound(Binding binding) {
            this.binding = binding;
            this.table = table(binding);
            this.in = binding.plane(input);
            this.out = binding.plane(output);
            this.trained = binding.gradient(input).isPresent();
            this.inGradient = binding.gradient(input).orElse(in);
            this.outGradient = binding.gradient(output).orElse(out);
            this.adds = binding.geometry().adds(Dispatch.this, 0);
            this.tileBounds = Chunks.even(in.tiles(), 1);
        }

        @Override
        public void forward(WorkerPool pool) {
            table.fill(binding.batch().live());
            pool.run(send, CHUNKS);
        }

        private void send(int chunk) {
            int end = table.blocks() * (chunk + 1) / CHUNKS * Routing.LANES;
            for (int slot = table.blocks() * chunk / CHUNKS * Routing.LANES; slot < end; slot++) {
                long to = ExpertPlaces.of(out, slot);
                int token = table.token(slot);
                if (token == RouteTable.NONE) {
                    for (int f = 0; f < in.features(); f++) {
                        NativeMemory.setFloat(to + 4L * f * Routing.LANES, 0f);
                    }
                } else {
                    long from = ExpertPlaces.ofToken(in, token);
                    long stride = 4L * in.lanes();
                    for (int f = 0; f < in.features(); f++) {
                        NativeMemory.setFloat(to + 4L * f * Routing.LANES, NativeMemory.getFloat(from + f * stride));
                    }
                }
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            if (trained) {
                pool.run(back, tileBounds.length - 1);
            }
        }

        private void back(int chunk) {
            int lanes = in.lanes();
            for (int token = tileBounds[chunk] * lanes; token < tileBounds[chunk + 1] * lanes; token++) {
                long to = ExpertPlaces.ofToken(inGradient, token);
                for (int f = 0; f < in.features(); f++) {
                    long place = to + 4L * f * lanes;
                    float sum = adds ? NativeMemory.getFloat(place) : 0f;
                    for (int route = 0; route < table.routes(); route++) {
                        int slot = table.slot(token, route);
                        if (slot != RouteTable.NONE) {
                            sum += NativeMemory.getFloat(ExpertPlaces.of(outGradient, slot) + 4L * f * Routing.LANES);
                        }
                    }
                    NativeMemory.setFloat(place, sum);
                }
            }
        }
    }
}
