package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Node;
import org.espalier.api.number.LayerDistribution;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.Ranking;
import org.espalier.api.score.RowView;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.SparsifyPlan.Execution;
import org.espalier.core.plan.SparsifyPlan.Precision;
import org.espalier.core.plan.SparsifyPlan.Storage;
import org.espalier.core.program.Program;
import org.espalier.core.storage.Topology;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What criteria see beyond the gradient: where links have been, and what the optimizer keeps; and layers that compete. */
final class CriteriaViewsTest {
    private static final double ROUNDING = 1e-9;

    private final WorkerPool pool = new WorkerPool(2);
    private final Model model = model();
    private final Network network = new Network(
            model.parameters(), Map.of("first", new long[] {0, 1, 2}, "second", all(10)), RandomStream.ofSeed(1));
    private final Exploration exploration = new Exploration(network);
    private final Objective objective = LossTrace.of((graph, output) -> graph.squaredError(output), model);
    private final Program program =
            new Program(network, model, objective, new ScalarKernels(), pool, 1, Optional.of(RandomStream.ofSeed(1)));
    private final TopologyUpdate update = new TopologyUpdate(
            network,
            model,
            program,
            step -> 0,
            pool,
            RandomStream.ofSeed(2),
            exploration,
            List.of("momentum"),
            FrozenLinks.none(network));

    private static Model model() {
        ModelTrace trace = new ModelTrace(List.of(10));
        trace.layer("first", (graph, input) -> product(graph, input, 1));
        trace.layer("second", (graph, input) -> product(graph, input, 10));
        return trace.model();
    }

    private static Node product(GraphBuilder graph, Node input, int rows) {
        return graph.linear(
                input, graph.weight("weight", rows, input.features(), Initialisation.HE_NORMAL), Optional.empty());
    }

    private static long[] all(int count) {
        long[] positions = new long[count];
        Arrays.setAll(positions, i -> i);
        return positions;
    }

    @AfterEach
    void close() {
        program.close();
        network.close();
        pool.close();
    }

    /** Ten positions, three links, one replaced in each update: a tenth more every time, until all were tried. */
    @Test
    void positionsThatNeverHeldALinkAreAllTriedInTurn() {
        SparsityRule rule = rule(List.of("first"), 0.7, 0.34, new NeverHeld(), false, Storage.SPARSE);
        for (int step = 1; step <= 7; step++) {
            apply(rule, step);
            assertThat(exploration.held("first").count()).isEqualTo(3 + step);
            assertThat(network.weightOf("first").links().count()).isEqualTo(3);
        }
        apply(rule, 8);
        assertThat(exploration.held("first").count()).isEqualTo(10);
    }

    /** Liu et al.: masks {0, 1}, {1, 2}, {2, 5} of six weights have explored 4 of 6; here of 10 and with a second weight. */
    @Test
    void theExplorationRateIsTheShareOfPositionsThatEverHeldALink() {
        TrainedWeight first = network.weightOf("first");
        first.links().replace(Topology.of(first.shape(), new long[] {2, 5}), new float[][] {new float[2]});
        exploration.note("first");

        assertThat(exploration.rate()).isCloseTo((4 + 10) / 20.0, within(ROUNDING));
        exploration.note("first");
        assertThat(exploration.rate()).isCloseTo((4 + 10) / 20.0, within(ROUNDING));
    }

    @Test
    void aLatentWeightGrowsWhereTheMomentumIsLargest() {
        TrainedWeight first = network.weightOf("first");
        first.makeLatent(new long[] {0, 1, 2});
        first.store().slots(1);
        first.store().set(new float[] {3, -1, 2, 9, 9, 9, 9, 9, 9, 9});
        for (int p = 0; p < 10; p++) {
            NativeMemory.setFloat(first.store().slot(0) + 4L * p, p == 6 ? -5 : p);
        }
        apply(rule(List.of("first"), 0.7, 0.34, new ByMomentum(), false, Storage.LATENT), 1);

        assertThat(first.links().topology().positions()).containsExactly(0, 2, 9);
        assertThat(NativeMemory.floats(first.links().values(), 3)).containsExactly(3, 2, 0);
        assertThat(NativeMemory.getFloat(first.store().slot(0) + 4L * 9)).isEqualTo(9);
    }

    @Test
    void aLatentWeightWithoutGrowthShowsWhatItTrained() {
        TrainedWeight first = network.weightOf("first");
        first.makeLatent(new long[] {0, 1, 2});
        first.store().set(new float[] {3, -1, 2, 9, 0, 0, 0, 0, 0, 8});
        apply(rule(List.of("first"), 0.7, 0, Optional.empty(), false, Storage.LATENT), 1);

        assertThat(first.links().topology().positions()).containsExactly(0, 3, 9);
        assertThat(NativeMemory.floats(first.links().values(), 3)).containsExactly(3, 9, 8);
    }

    @Test
    void whereLayersCompeteTheOneWithSmallScoresLosesLinks() {
        network.weightOf("first").links().set(new float[] {5, 6, 7});
        network.weightOf("second").links().set(new float[] {1, 2, 3, 4, 8, 1, 1, 1, 1, 1});
        apply(rule(List.of("first", "second"), 0.75, 0, Optional.empty(), true, Storage.SPARSE), 1);

        assertThat(network.weightOf("first").links().count()).isEqualTo(3);
        assertThat(network.weightOf("second").links().topology().positions()).containsExactly(3, 4);
    }

    private void apply(SparsityRule rule, long step) {
        List<TopologyUpdate.Change> changes = update.edits(rule, step);
        update.apply(changes);
        changes.forEach(change -> exploration.note(change.layer()));
    }

    private static SparsityRule rule(
            List<String> layers,
            double sparsity,
            double replace,
            GrowCriterion grow,
            boolean byScore,
            Storage storage) {
        return rule(layers, sparsity, replace, Optional.of(grow), byScore, storage);
    }

    private static SparsityRule rule(
            List<String> layers,
            double sparsity,
            double replace,
            Optional<GrowCriterion> grow,
            boolean byScore,
            Storage storage) {
        List<MatrixShape> shapes = layers.stream()
                .map(layer -> new MatrixShape(
                        layer + ".weight", layer.equals("first") ? 1 : 10, layer.equals("first") ? 10 : 1))
                .toList();
        return new SparsityRule(
                layers,
                shapes,
                ScheduledDial.fixed(sparsity),
                ScheduledDial.fixed(replace),
                new Budget(byScore),
                new Free(),
                (shape, links, random) -> all((int) links),
                storage,
                Execution.SPARSE,
                Precision.FLOAT,
                Optional.of(new SparsityRule.Window(1, 0, 1000)),
                Optional.of(new ByMagnitude()),
                grow);
    }

    private record Budget(boolean byScore) implements LayerDistribution {
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

    private static final class ByMagnitude implements PruneCriterion {
        @Override
        public void score(LinkView links, float[] scores) {
            for (int k = 0; k < scores.length; k++) {
                scores[k] = Math.abs(links.value(k));
            }
        }
    }

    private static final class NeverHeld implements GrowCriterion {
        @Override
        public void score(RowView row, float[] scores) {
            for (int c = 0; c < scores.length; c++) {
                scores[c] = row.held(c) ? 0 : 1;
            }
        }
    }

    private static final class ByMomentum implements GrowCriterion {
        @Override
        public Set<String> slots() {
            return Set.of("momentum");
        }

        @Override
        public void score(RowView row, float[] scores) {
            for (int c = 0; c < scores.length; c++) {
                scores[c] = Math.abs(row.slot("momentum", c));
            }
        }
    }
}
