package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
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
 * Brings what experts computed back to where their positions came from, weighed by the gates: at each position a chain of
 * fma from +0 over its experts in ascending order.
 */
public record Combine(String label, Value input, Value gates, Value output, Dispatch dispatch) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input, gates);
    }

    @Override
    public void couple(Coupling coupling) {
        coupling.tie(input, output);
        coupling.fix(gates);
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new Combine(label, sizes.value(input), gates, sizes.value(output), dispatch.with(sizes));
    }

    @Override
    public void constants(Constants known) {
        known.zeros(input, output);
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Combine());
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private static final int CHUNKS = Binding.CHUNKS;

        private final RouteTable table;
        private final Plane in;
        private final Plane weights;
        private final Plane out;
        private final Plane inGradient;
        private final Plane weightGradient;
        private final Plane outGradient;
        private final boolean training;
        private final boolean weightsTrained;
        private final boolean weightsAdd;
        private final int lanes;
        private final int[] tileBounds;
        private final Work combine = this::combine;
        private final Work toExperts = this::toExperts;
        private final Work toGates = this::toGates;

        Bound(Binding binding) {
            this.table = dispatch.table(binding);
            this.in = binding.plane(input);
            this.weights = binding.plane(gates);
            this.out = binding.plane(output);
            this.training = binding.gradient(input).isPresent();
            this.inGradient = binding.gradient(input).orElse(in);
            this.weightsTrained = binding.gradient(gates).isPresent();
            this.weightGradient = binding.gradient(gates).orElse(weights);
            this.weightsAdd = binding.geometry().adds(Combine.this, 1);
            this.outGradient = binding.gradient(output).orElse(out);
            this.lanes = out.lanes();
            this.tileBounds = Chunks.even(out.tiles(), 1);
        }

        private long weight(Plane plane, int token, int expert) {
            return ExpertPlaces.ofToken(plane, token) + 4L * expert * lanes;
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(combine, tileBounds.length - 1);
        }

        private void combine(int chunk) {
            for (int token = tileBounds[chunk] * lanes; token < tileBounds[chunk + 1] * lanes; token++) {
                long to = ExpertPlaces.ofToken(out, token);
                for (int f = 0; f < out.features(); f++) {
                    NativeMemory.setFloat(to + 4L * f * lanes, 0f);
                }
                for (int route = 0; route < table.routes(); route++) {
                    int slot = table.slot(token, route);
                    if (slot != RouteTable.NONE) {
                        float gate = NativeMemory.getFloat(weight(weights, token, table.expert(token, route)));
                        add(gate, ExpertPlaces.of(in, slot), to);
                    }
                }
            }
        }

        private void add(float gate, long from, long to) {
            for (int f = 0; f < out.features(); f++) {
                long place = to + 4L * f * lanes;
                float value = NativeMemory.getFloat(from + 4L * f * Routing.LANES);
                NativeMemory.setFloat(place, Math.fma(gate, value, NativeMemory.getFloat(place)));
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            if (training) {
                pool.run(toExperts, CHUNKS);
            }
            if (weightsTrained) {
                pool.run(toGates, tileBounds.length - 1);
            }
        }

        private void toExperts(int chunk) {
            int end = table.blocks() * (chunk + 1) / CHUNKS * Routing.LANES;
            for (int slot = table.blocks() * chunk / CHUNKS * Routing.LANES; slot < end; slot++) {
                long to = ExpertPlaces.of(inGradient, slot);
                int token = table.token(slot);
                boolean there = token != RouteTable.NONE;
                int expert = table.expertOf(slot / Routing.LANES);
                float gate = there ? NativeMemory.getFloat(weight(weights, token, expert)) : 0f;
                long from = there ? ExpertPlaces.ofToken(outGradient, token) : 0;
                for (int f = 0; f < out.features(); f++) {
                    float slope = there ? gate * NativeMemory.getFloat(from + 4L * f * lanes) : 0f;
                    NativeMemory.setFloat(to + 4L * f * Routing.LANES, slope);
                }
            }
        }

        private void toGates(int chunk) {
            for (int token = tileBounds[chunk] * lanes; token < tileBounds[chunk + 1] * lanes; token++) {
                for (int e = 0; !weightsAdd && e < weights.features(); e++) {
                    NativeMemory.setFloat(weight(weightGradient, token, e), 0f);
                }
                for (int route = 0; route < table.routes(); route++) {
                    int slot = table.slot(token, route);
                    if (slot != RouteTable.NONE) {
                        long place = weight(weightGradient, token, table.expert(token, route));
                        float dot = dot(ExpertPlaces.of(in, slot), ExpertPlaces.ofToken(outGradient, token));
                        NativeMemory.setFloat(place, NativeMemory.getFloat(place) + dot);
                    }
                }
            }
        }

        private float dot(long value, long slope) {
            float sum = 0f;
            for (int f = 0; f < out.features(); f++) {
                float y = NativeMemory.getFloat(slope + 4L * f * lanes);
                sum = Math.fma(NativeMemory.getFloat(value + 4L * f * Routing.LANES), y, sum);
            }
            return sum;
        }
    }
}
