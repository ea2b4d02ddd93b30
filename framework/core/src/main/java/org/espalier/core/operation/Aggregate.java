package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.graph.Aggregation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/** Weighted sums over the neighbours of each example. A batch holds all examples, each at the place of its id. */
public record Aggregate(String label, Value input, Value output, ExampleGraph graph, Aggregation aggregation)
        implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public int wholeBatch() {
        return graph.examples();
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        long each = 4L * (graph.examples() + 1) + 8L * (graph.links() + graph.examples());
        return training && input.trained() ? 2 * each : each;
    }

    @Override
    public void couple(Coupling coupling) {
        coupling.tie(input, output);
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new Aggregate(label, sizes.value(input), sizes.value(output), graph, aggregation);
    }

    @Override
    public void constants(Constants known) {
        known.zeros(input, output);
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Aggregate(aggregation));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Binding binding;
        private final Plane in;
        private final Plane out;
        private final SparseMatrix neighbours;
        private final int[] bounds;
        private final Work sums = this::sums;
        private final Work back;
        private final boolean trained;

        Bound(Binding binding) {
            this.binding = binding;
            this.in = binding.plane(input);
            this.out = binding.plane(output);
            NeighbourWeights weights = NeighbourWeights.of(graph, aggregation);
            this.neighbours = matrix(weights, binding.memory());
            this.bounds = Chunks.even(in.features(), 1);
            this.trained = binding.gradient(input).isPresent();
            this.back = trained ? back(matrix(weights.transposed(), binding.memory())) : sums;
        }

        private SparseMatrix matrix(NeighbourWeights weights, NativeMemory memory) {
            int[] places = weights.neighbours().clone();
            int lanes = in.lanes();
            for (int k = 0; k < places.length; k++) {
                places[k] = Math.toIntExact((long) places[k] / lanes * lanes * in.features() + places[k] % lanes);
            }
            return new SparseMatrix(
                    graph.examples(),
                    graph.examples(),
                    places.length,
                    memory.copyOf(weights.starts()),
                    memory.copyOf(places),
                    memory.copyOf(weights.values()));
        }

        private void sums(int chunk) {
            binding.kernels()
                    .aggregate(
                            neighbours,
                            in.panel(),
                            in.features(),
                            in.address(),
                            out.address(),
                            false,
                            bounds[chunk],
                            bounds[chunk + 1]);
        }

        private Work back(SparseMatrix transposed) {
            Plane from = binding.gradient(output).orElseThrow();
            Plane to = binding.gradient(input).orElseThrow();
            boolean adds = binding.geometry().adds(Aggregate.this, 0);
            return chunk -> binding.kernels()
                    .aggregate(
                            transposed,
                            from.panel(),
                            from.features(),
                            from.address(),
                            to.address(),
                            adds,
                            bounds[chunk],
                            bounds[chunk + 1]);
        }

        @Override
        public void forward(WorkerPool pool) {
            if (binding.batch().live() != graph.examples()) {
                throw new IllegalStateException("a batch of " + binding.batch().live()
                        + " examples is not the whole graph of " + graph.examples());
            }
            pool.run(sums, bounds.length - 1);
        }

        @Override
        public void backward(WorkerPool pool) {
            if (trained) {
                pool.run(back, bounds.length - 1);
            }
        }
    }
}
