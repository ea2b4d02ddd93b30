package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.espalier.api.RandomStream;
import org.espalier.core.graph.BatchState;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Pass;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.operation.Product;
import org.espalier.core.train.Engine;

/**
 * Measures from how many links on the products of a layer, with those of its backward pass, are faster when they read every
 * position. The time by links grows in a line with their number, which two shares of all positions give; the time of the
 * other kind is the same for all.
 */
final class ProductTrial {
    private static final double FEW = 0.1;
    private static final double MANY = 0.5;

    /** Compilers need the first rounds. */
    private static final long WARM_NANOS = 100_000_000;

    /** The three ways take turns, so that a slow moment of the machine does not fall on one of them. */
    private static final int TURNS = 8;

    private static final long TURN_NANOS = 8_000_000;

    private static final RandomStream RANDOM = RandomStream.ofSeed(1);

    private final Product product;
    private final WeightSpec weight;
    private final int batch;
    private final Engine engine;

    /**
     * @param batch examples of a step
     */
    ProductTrial(Product product, WeightSpec weight, int batch, Engine engine) {
        this.product = product;
        this.weight = weight;
        this.batch = batch;
        this.engine = engine;
    }

    /** The smallest number of links from which on it is faster to read every position; {@link Long#MAX_VALUE}: none. */
    long denseFrom() {
        try (Way few = new Way(FEW, false);
                Way many = new Way(MANY, false);
                Way dense = new Way(MANY, true)) {
            List<Way> ways = List.of(few, many, dense);
            ways.forEach(way -> way.seconds(WARM_NANOS));
            double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
            for (int turn = 0; turn < TURNS; turn++) {
                for (int i = 0; i < best.length; i++) {
                    best[i] = Math.min(best[i], ways.get(i).seconds(TURN_NANOS));
                }
            }
            return denseFrom(best[0], best[1], best[2], weight.shape().positions());
        }
    }

    /**
     * Where the line through the times by links meets the time of the other kind.
     *
     * @param few seconds by few links
     * @param many seconds by many links
     * @param dense seconds with every position
     * @param positions of the weight
     */
    static long denseFrom(double few, double many, double dense, long positions) {
        if (!(many > few)) {
            return dense < many ? 0 : Long.MAX_VALUE;
        }
        double share = FEW + (dense - few) * (MANY - FEW) / (many - few);
        return share >= 1 ? Long.MAX_VALUE : Math.max(0, (long) Math.ceil(share * positions));
    }

    /** The layer alone, with links drawn for it. */
    private final class Way implements AutoCloseable {
        private final NativeMemory memory = new NativeMemory();
        private final Network network;
        private final Pass pass;

        Way(double share, boolean densely) {
            List<ParameterSpec> parameters = new ArrayList<>(List.of(weight));
            product.bias().ifPresent(parameters::add);
            Geometry geometry = new Geometry(product.input(), List.of(product), batch);
            BatchState state = new BatchState();
            state.set(batch, 0, true);
            network = new Network(parameters, Map.of(weight.layer(), links(share)), RANDOM);
            TrainedWeight trained = network.weightOf(weight.layer());
            trained.denseFrom(densely ? 0 : Long.MAX_VALUE);
            pass = product.bind(new Binding(geometry, network, engine.kernels(), memory, Optional.of(RANDOM), state));
        }

        /** Seconds of a forward and a backward pass: the fastest of all that fit into a time, and of one at least. */
        double seconds(long nanos) {
            long best = Long.MAX_VALUE;
            long begin = System.nanoTime();
            for (long last = begin; last == begin || last - begin < nanos; ) {
                pass.forward(engine.pool());
                pass.backward(engine.pool());
                long now = System.nanoTime();
                best = Math.min(best, now - last);
                last = now;
            }
            return best / 1e9;
        }

        @Override
        public void close() {
            pass.close();
            network.close();
            memory.close();
        }
    }

    /** Positions drawn with a share. */
    private long[] links(double share) {
        return LongStream.range(0, weight.shape().positions())
                .filter(position -> RANDOM.uniform(position) < share)
                .toArray();
    }
}
