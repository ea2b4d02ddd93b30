package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.number.LayerDistribution;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Need;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.Ranking;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.SparsifyPlan.Execution;
import org.espalier.core.plan.SparsifyPlan.Precision;
import org.espalier.core.plan.SparsifyPlan.Storage;
import org.espalier.core.program.Program;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Eight layers of which all compete for few links: what is left of a way through them. */
final class FlowPruningTest {
    private static final int LAYERS = 8;
    private static final int WIDTH = 24;
    private static final int ROUNDS = 100;

    private final WorkerPool pool = new WorkerPool(1);
    private final Model model = model();
    private final Network network = new Network(model.parameters(), everyLink(), RandomStream.ofSeed(5));
    private final Program program = new Program(
            network,
            model,
            LossTrace.of((graph, output) -> graph.squaredError(output), model),
            new ScalarKernels(),
            pool,
            1,
            Optional.of(RandomStream.ofSeed(1)));
    private final TopologyUpdate update = new TopologyUpdate(
            network,
            model,
            program,
            step -> 0,
            pool,
            RandomStream.ofSeed(2),
            new Exploration(network),
            List.of(),
            FrozenLinks.none(network));

    private static Model model() {
        ModelTrace trace = new ModelTrace(List.of(WIDTH));
        for (int i = 0; i < LAYERS; i++) {
            trace.layer(
                    "fc" + i,
                    (graph, in) -> graph.activation(
                            graph.linear(
                                    in,
                                    graph.weight("weight", WIDTH, WIDTH, Initialisation.HE_NORMAL),
                                    Optional.empty()),
                            Activation.RELU));
        }
        return trace.model();
    }

    private static Map<String, long[]> everyLink() {
        long[] all = new long[WIDTH * WIDTH];
        Arrays.setAll(all, i -> i);
        Map<String, long[]> links = new HashMap<>();
        for (int i = 0; i < LAYERS; i++) {
            links.put("fc" + i, all);
        }
        return links;
    }

    @AfterEach
    void close() {
        program.close();
        network.close();
        pool.close();
    }

    /** Two links a layer are left: 99.65 % are gone. */
    @Test
    void inManyRoundsAWayThroughAllLayersIsLeft() {
        double kept = 2.0 / (WIDTH * WIDTH);
        for (int round = 1; round <= ROUNDS; round++) {
            prune(1 - Math.pow(kept, (double) round / ROUNDS), round);
        }
        assertThat(network.links()).isEqualTo(2 * LAYERS);
        assertThat(SynapticFlow.of(model, network).total()).isPositive();
    }

    /** As few links as there are layers: each has one, and each leads on to the next. */
    @Test
    void oneLinkALayerIsAWay() {
        double kept = 1.0 / (WIDTH * WIDTH);
        for (int round = 1; round <= ROUNDS; round++) {
            prune(1 - Math.pow(kept, (double) round / ROUNDS), round);
        }
        assertThat(network.weights().stream().map(w -> w.links().count())).containsOnly(1);
        assertThat(SynapticFlow.of(model, network).total()).isPositive();
    }

    /** With the same budget. */
    @Test
    void inOneRoundTheWayIsCut() {
        prune(1 - 2.0 / (WIDTH * WIDTH), 1);
        assertThat(network.links()).isEqualTo(2 * LAYERS);
        assertThat(SynapticFlow.of(model, network).total()).isZero();
    }

    @Test
    void theLinksOfAllLayersAreComparedByOneFlow() {
        prune(0.5, 1);
        SynapticFlow flow = SynapticFlow.of(model, network);
        for (TrainedWeight weight : network.weights()) {
            assertThat(flow.shares(weight.shape().name()))
                    .hasSize(weight.links().count());
        }
        assertThat(network.links()).isEqualTo(LAYERS * WIDTH * WIDTH / 2);
    }

    private void prune(double sparsity, long step) {
        update.apply(update.edits(rule(sparsity), step));
    }

    private static SparsityRule rule(double sparsity) {
        List<String> layers = IntStream.range(0, LAYERS).mapToObj(i -> "fc" + i).toList();
        return new SparsityRule(
                layers,
                layers.stream()
                        .map(layer -> new MatrixShape(layer + ".weight", WIDTH, WIDTH))
                        .toList(),
                ScheduledDial.fixed(sparsity),
                ScheduledDial.fixed(0),
                new Competing(),
                new Free(),
                (shape, links, random) -> new long[0],
                Storage.SPARSE,
                Execution.SPARSE,
                Precision.FLOAT,
                Optional.of(new SparsityRule.Window(1, 0, ROUNDS)),
                Optional.of(new ByFlow()),
                Optional.empty());
    }

    private static final class Competing implements LayerDistribution {
        @Override
        public boolean byScore() {
            return true;
        }

        @Override
        public long[] distribute(List<MatrixShape> layers, long links) {
            long[] counts = new long[layers.size()];
            Arrays.fill(counts, links / counts.length);
            return counts;
        }
    }

    private static final class Free implements Pattern {
        @Override
        public long nearestReachable(MatrixShape shape, long links) {
            return links;
        }

        @Override
        public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
            return Ranking.highest(scores, keep);
        }
    }

    private static final class ByFlow implements PruneCriterion {
        @Override
        public Set<Need> needs() {
            return Set.of(Need.SYNAPTIC_FLOW);
        }

        @Override
        public void score(LinkView links, float[] scores) {
            for (int k = 0; k < scores.length; k++) {
                scores[k] = (float) links.flow(k);
            }
        }
    }
}
