package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.number.LayerDistribution;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.Need;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.StartMask;
import org.espalier.core.plan.SparsifyPlan.Execution;
import org.espalier.core.plan.SparsifyPlan.Precision;
import org.espalier.core.plan.SparsifyPlan.Storage;

/**
 * A block {@code sparsify}, wired: which layers, how sparse, and how links move.
 *
 * @param layers names of the selected layers, in the order of the model
 * @param shapes of their weights
 * @param sparsity share of zeros over all selected weights, placed over the window
 * @param replace share of links replaced in an update, placed over the window
 * @param storage what is kept of the weights; of latent ones an update chooses anew among all positions
 * @param execution what products read
 * @param precision what is rounded that links fetch
 * @param window when links move; empty: never
 * @param grow there when links grow
 */
public record SparsityRule(
        List<String> layers,
        List<MatrixShape> shapes,
        ScheduledDial sparsity,
        ScheduledDial replace,
        LayerDistribution distribution,
        Pattern pattern,
        StartMask start,
        Storage storage,
        Execution execution,
        Precision precision,
        Optional<Window> window,
        Optional<PruneCriterion> prune,
        Optional<GrowCriterion> grow) {
    /**
     * A share of all positions is seldom a whole number: then one link fewer is kept, so that the sparsity asked for is
     * reached. What a product of doubles is off by is far below this part of a link.
     */
    private static final double ROUNDING = 1e-6;

    public SparsityRule {
        layers = List.copyOf(layers);
        shapes = List.copyOf(shapes);
    }

    /**
     * Steps at which links move: from, from + every, … up to until, but never step 0.
     *
     * @param every at least 1
     */
    public record Window(long every, long from, long until) {
        public boolean due(long step) {
            return step > 0 && step >= from && step <= until && (step - from) % every == 0;
        }

        /** The last step at which links move; {@code from} when there is none. */
        public long last() {
            return until < from ? from : from + (until - from) / every * every;
        }

        /** How many updates a phase of so many steps has. */
        public long updates(long phaseSteps) {
            long end = Math.min(until, phaseSteps - 1);
            if (end < from) {
                return 0;
            }
            return (end - from) / every + (from == 0 ? 0 : 1);
        }
    }

    /** Whether links move at this step. */
    public boolean due(long step) {
        return window.isPresent() && window.get().due(step);
    }

    /**
     * Whether an update reads gradients, or flow. It then stands after the backward pass and takes the place of the
     * optimizer's step, as in RigL; otherwise it follows that step.
     */
    public boolean readsGradients() {
        Set<Need> growNeeds = grow.map(GrowCriterion::needs).orElse(Set.of());
        return !pruneNeeds().isEmpty() || !growNeeds.isEmpty();
    }

    /** Whether an update reads what flows through each link. */
    public boolean readsFlow() {
        return pruneNeeds().contains(Need.SYNAPTIC_FLOW);
    }

    /** Whether an update reads the Hessian of the loss times its gradient. */
    public boolean readsCurvature() {
        return pruneNeeds().contains(Need.HESSIAN_GRADIENT);
    }

    /** Whether an update reads the gradient of every position, which the planes of the last backward pass give. */
    public boolean readsPlanes() {
        return grow.map(GrowCriterion::needs).orElse(Set.of()).contains(Need.DENSE_GRADIENT);
    }

    private Set<Need> pruneNeeds() {
        return prune.map(PruneCriterion::needs).orElse(Set.of());
    }

    /**
     * Link counts of the layers at the sparsity in force.
     *
     * @throws EspalierException when there are fewer links than layers, or the pattern or distribution cannot reach them
     */
    public long[] counts() {
        return counts(sparsity.value());
    }

    private long[] counts(double share) {
        return reachable(distribution.distribute(shapes, links(share)));
    }

    /** Links of all layers at the sparsity in force. */
    long links() {
        return links(sparsity.value());
    }

    private long links(double share) {
        long positions = shapes.stream().mapToLong(MatrixShape::positions).sum();
        long links = positions - (long) Math.ceil(share * positions - ROUNDING);
        if (links < shapes.size()) {
            double most = 1 - (double) shapes.size() / positions;
            throw new EspalierException("Sparsity " + share + " leaves " + links + " links for " + shapes.size()
                    + " layers (" + String.join(", ", layers)
                    + "); each needs at least one, so the largest sparsity is "
                    + Math.floor(most * 1e6) / 1e6 + ".");
        }
        return links;
    }

    /** The counts nearest to the wanted ones that the pattern can have. */
    long[] reachable(long[] wanted) {
        long[] reachable = new long[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            reachable[i] = pattern.nearestReachable(shapes.get(i), wanted[i]);
        }
        return reachable;
    }

    /**
     * The links a layer has at first. Where the pattern does not allow every mask, the mask of the family with most of the
     * links the start names; the others are drawn.
     *
     * @param layer its number
     * @param count as many as {@link #startCounts} says
     */
    public long[] startPositions(int layer, long count, RandomStream random) {
        MatrixShape shape = shapes.get(layer);
        long[] named = start.positions(shape, pattern.free() ? count : start.count(shape, count), random);
        if (pattern.free()) {
            return named;
        }
        return best(layer, count, random, named);
    }

    /** Links of a layer drawn within the pattern, as many as {@link #finalCounts} says. */
    public long[] drawnPositions(int layer, long count, RandomStream random) {
        return best(layer, count, random);
    }

    /** The best links of drawn scores, before which those come that are named. */
    private long[] best(int layer, long count, RandomStream random, long... named) {
        MatrixShape shape = shapes.get(layer);
        RandomStream others = random.fork("pattern");
        long[] all = LongStream.range(0, shape.positions()).toArray();
        float[] scores = new float[all.length];
        for (int p = 0; p < scores.length; p++) {
            scores[p] = (float) others.uniform(p);
        }
        for (long position : named) {
            scores[Math.toIntExact(position)] += 1;
        }
        return pattern.best(shape, all, scores, Math.toIntExact(count)).stream()
                .asLongStream()
                .toArray();
    }

    /** Links each layer has when the sparsity has come to its end. */
    public long[] finalCounts() {
        window.ifPresent(w -> sparsity.turn(w.last()));
        try {
            return counts();
        } finally {
            sparsity.turn(window.map(Window::from).orElse(0L));
        }
    }

    /** Links each layer has at the start of the phase. */
    public List<Long> startCounts() {
        long[] counts = counts();
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            long count = start.count(shapes.get(i), counts[i]);
            starts.add(pattern.free() ? count : pattern.nearestReachable(shapes.get(i), count));
        }
        return starts;
    }
}
