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

    private static final long TIMED_NANOS = 60_000_000;
    private static final int FEWEST_ROUNDS = 7;

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
        double few = seconds(FEW, false);
        double many = seconds(MANY, false);
        double dense = seconds(MANY, true);
        double share = FEW + (dense - few) * (MANY - FEW) / (many - few);
        if (!(many > few) || share >= 1) {
            return dense < few ? 0 : Long.MAX_VALUE;
        }
        return Math.max(0, (long) Math.ceil(share * weight.shape().positions()));
    }

    /** Seconds of a forward and a backward pass: the median of some rounds. */
    private double seconds(double share, boolean densely) {
        List<ParameterSpec> parameters = new ArrayList<>(List.of(weight));
        product.bias().ifPresent(parameters::add);
        Geometry geometry = new Geometry(product.input(), List.of(product), batch);
        BatchState state = new BatchState();
        state.set(batch, 0, true);
        try (Network network = new Network(parameters, Map.of(weight.layer(), links(share)), RANDOM);
                NativeMemory memory = new NativeMemory()) {
            TrainedWeight trained = network.weightOf(weight.layer());
            trained.denseFrom(densely ? 0 : Long.MAX_VALUE);
            Binding binding = new Binding(geometry, network, engine.kernels(), memory, Optional.of(RANDOM), state);
            try (Pass pass = product.bind(binding)) {
                rounds(pass, WARM_NANOS);
                return rounds(pass, TIMED_NANOS);
            }
        }
    }

    private double rounds(Pass pass, long nanos) {
        List<Long> rounds = new ArrayList<>();
        long begin = System.nanoTime();
        for (long last = begin; last - begin < nanos || rounds.size() < FEWEST_ROUNDS; ) {
            pass.forward(engine.pool());
            pass.backward(engine.pool());
            long now = System.nanoTime();
            rounds.add(now - last);
            last = now;
        }
        return rounds.stream().sorted().skip(rounds.size() / 2).findFirst().orElseThrow() / 1e9;
    }

    /** Positions drawn with a share. */
    private long[] links(double share) {
        return LongStream.range(0, weight.shape().positions())
                .filter(position -> RANDOM.uniform(position) < share)
                .toArray();
    }
}
