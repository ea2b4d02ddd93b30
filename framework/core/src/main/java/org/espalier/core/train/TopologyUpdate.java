package org.espalier.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.PruneCriterion;
import org.espalier.core.graph.DenseGradient;
import org.espalier.core.graph.Model;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.TopologyEdit;
import org.espalier.core.storage.WeightStore;

/**
 * Moves links: scores those that are there, drops the lowest, scores the positions that are free, grows the highest. RigL
 * (Evci et al., ICML 2020), SET (Mocanu et al., 2018) and gradual pruning (Zhu and Gupta, 2017) differ only in the parts
 * of the rule.
 *
 * <p>With n links, target m and replaced share f, k = floor(f · n) links are replaced: max(n - m, 0) + k are dropped and
 * max(m - n, 0) + k grown. Dropped positions are free again; a link that is chosen there is the old one, unless the grow
 * criterion wants it to start afresh.
 */
final class TopologyUpdate {
    private final Network network;
    private final Model model;
    private final Program program;
    private final StepAgain again;
    private final WorkerPool pool;
    private final RandomStream random;
    private final Exploration exploration;
    private final List<String> slots;
    private final FrozenLinks frozen;

    /** What happened to a layer. */
    record Change(String layer, TopologyEdit edit, int links) {}

    /**
     * @param model whose parameters the network holds
     * @param program the training program whose planes hold the last pass
     * @param again computes the gradients of a step once more, with that program
     * @param random the stream of this phase's topology
     * @param exploration where links have been
     * @param slots names of the optimizer's numbers
     * @param frozen links that are never dropped
     */
    TopologyUpdate(
            Network network,
            Model model,
            Program program,
            StepAgain again,
            WorkerPool pool,
            RandomStream random,
            Exploration exploration,
            List<String> slots,
            FrozenLinks frozen) {
        this.network = network;
        this.model = model;
        this.program = program;
        this.again = again;
        this.pool = pool;
        this.random = random;
        this.exploration = exploration;
        this.slots = slots;
        this.frozen = frozen;
    }

    /** What the layers of a rule need at the dials in force; nothing is changed. */
    List<Change> edits(SparsityRule rule, long step) {
        LinkViews views = new LinkViews(
                rule,
                rule.readsFlow() ? Optional.of(SynapticFlow.of(model, network)) : Optional.empty(),
                rule.readsCurvature() ? Optional.of(curvature(rule, step)) : Optional.empty());
        long[] targets = targets(views, step);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            String layer = rule.layers().get(i);
            RandomStream stream = stream(layer, step);
            TrainedWeight weight = network.weightOf(layer);
            TopologyEdit edit = rule.grow().isEmpty() && weight.store() instanceof LatentWeight latent
                    ? look(rule, weight, latent, views.all(weight, stream), (int) targets[i])
                    : edit(views, weight, targets[i], stream);
            changes.add(new Change(layer, edit, weight.links().count() + edit.difference()));
        }
        return changes;
    }

    private HessianGradient curvature(SparsityRule rule, long step) {
        List<WeightStore> moved = rule.layers().stream()
                .map(layer -> network.weightOf(layer).store())
                .toList();
        return HessianGradient.of(network.stored(), moved, () -> again.gradients(step));
    }

    private RandomStream stream(String layer, long step) {
        return random.fork(layer).fork(step);
    }

    /** How many links each layer is to have. */
    private long[] targets(LinkViews views, long step) {
        SparsityRule rule = views.rule();
        if (!rule.distribution().byScore() || rule.prune().isEmpty()) {
            return rule.counts();
        }
        float[][] scores = new float[rule.layers().size()][];
        long links = 0;
        for (int i = 0; i < scores.length; i++) {
            String layer = rule.layers().get(i);
            TrainedWeight weight = network.weightOf(layer);
            scores[i] = scores(rule, views.candidates(weight, stream(layer, step)), candidates(rule, weight));
            links += scores[i].length;
        }
        return rule.links() > links ? rule.counts() : rule.reachable(SharedBudget.divide(scores, rule.links()));
    }

    /** Those of the candidates of an update that are frozen, by number. */
    private BitSet candidates(SparsityRule rule, TrainedWeight weight) {
        return weight.latent() && rule.grow().isEmpty() ? frozen.of(weight) : frozen.linksOf(weight);
    }

    /**
     * @param stay links that no other goes before
     */
    private static float[] scores(SparsityRule rule, LinkView links, BitSet stay) {
        PruneCriterion criterion = rule.prune()
                .orElseThrow(() -> new IllegalStateException("links are to be dropped without a criterion"));
        float[] scores = new float[links.count()];
        criterion.score(links, scores);
        stay.stream().forEach(k -> scores[k] = Float.POSITIVE_INFINITY);
        return scores;
    }

    /** Makes the changes. Kernels must be bound anew afterwards. */
    void apply(List<Change> changes) {
        for (Change change : changes) {
            TopologyEdit edit = change.edit();
            if (edit.dropped().length + edit.grown().length > 0) {
                network.weightOf(change.layer()).apply(edit);
            }
        }
    }

    /** The best links of all positions of a latent weight. */
    private TopologyEdit look(SparsityRule rule, TrainedWeight trained, LatentWeight weight, LinkView all, int target) {
        BitSet best = best(rule, all, weight.positions(), target, frozen.of(trained));
        long[] seen = weight.seen().positions();
        int[] gone = IntStream.range(0, seen.length)
                .filter(k -> !best.get((int) seen[k]))
                .toArray();
        for (long position : seen) {
            best.clear((int) position);
        }
        long[] come = best.stream().asLongStream().toArray();
        float[] values = new float[come.length];
        for (int i = 0; i < come.length; i++) {
            values[i] = all.value((int) come[i]);
        }
        return new TopologyEdit(gone, come, values);
    }

    /** Which links are kept, by number. */
    private static BitSet best(SparsityRule rule, LinkView links, long[] positions, int keep, BitSet stay) {
        BitSet best = rule.pattern().best(links.shape(), positions, scores(rule, links, stay), keep);
        BitSet gone = (BitSet) stay.clone();
        gone.andNot(best);
        if (!gone.isEmpty()) {
            throw new EspalierException(
                    stay.cardinality() + " links of " + links.shape().name() + " are frozen, and "
                            + gone.cardinality() + " of them would have to go, since " + keep
                            + " links are to stay: ask for less sparsity, or freeze fewer links.");
        }
        return best;
    }

    private TopologyEdit edit(LinkViews views, TrainedWeight trained, long target, RandomStream stream) {
        SparsityRule rule = views.rule();
        SparseWeight weight = trained.links();
        int n = weight.count();
        int replaced = rule.grow().isPresent() ? (int) Math.floor(rule.replace().value() * n) : 0;
        int free = n - frozen.linksOf(trained).cardinality();
        int drop = Math.min((int) Math.max(n - target, 0) + replaced, (int) Math.max(free, n - target));
        int grow = (int) (target - n + drop);
        boolean[] kept = kept(views, trained, n - drop, stream);
        Optional<GrowCriterion> criterion = rule.grow();
        long[] chosen = criterion.isEmpty() || grow == 0
                ? new long[0]
                : grown(rule, criterion.get(), trained, kept, grow, stream.fork("grow"));
        boolean keepsState = criterion.isPresent() && criterion.get().regrownKeepsState();
        return assemble(weight, kept, chosen, keepsState, criterion, stream.fork("start"));
    }

    /** By link number: whether it survives the drop. */
    private boolean[] kept(LinkViews views, TrainedWeight weight, int keep, RandomStream stream) {
        int n = weight.links().count();
        boolean[] kept = new boolean[n];
        if (keep >= n) {
            Arrays.fill(kept, true);
            return kept;
        }
        long[] positions = weight.links().positions();
        BitSet stay = frozen.linksOf(weight);
        BitSet best = best(views.rule(), views.candidates(weight, stream), positions, keep, stay);
        for (int k = best.nextSetBit(0); k >= 0; k = best.nextSetBit(k + 1)) {
            kept[k] = true;
        }
        return kept;
    }

    private long[] grown(
            SparsityRule rule,
            GrowCriterion criterion,
            TrainedWeight trained,
            boolean[] kept,
            int wanted,
            RandomStream stream) {
        SparseWeight weight = trained.links();
        long[] taken = survivors(weight, kept);
        int grow = (int) Math.min(wanted, weight.shape().positions() - taken.length);
        if (criterion.uniform()) {
            return UniformGrowth.draw(taken, weight.shape().positions(), grow, stream);
        }
        DenseGradient gradient = program.gradientOf(weight.shape().name());
        GrowthRow.Source source = new GrowthRow.Source(trained.store(), exploration.held(trained.layer()), slots);
        Candidates best =
                new ScoredGrowth(criterion, source, weight.topology(), kept, grow, stream, gradient).search(pool);
        return byPattern(rule, weight, best);
    }

    private static long[] byPattern(SparsityRule rule, SparseWeight weight, Candidates best) {
        Integer[] order = new Integer[best.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(best.position(a), best.position(b)));
        long[] positions = new long[order.length];
        float[] scores = new float[order.length];
        for (int i = 0; i < order.length; i++) {
            positions[i] = best.position(order[i]);
            scores[i] = best.score(order[i]);
        }
        BitSet chosen = rule.pattern().best(weight.shape(), positions, scores, positions.length);
        return chosen.stream().mapToLong(i -> positions[i]).toArray();
    }

    private static long[] survivors(SparseWeight weight, boolean[] kept) {
        long[] positions = weight.positions();
        int n = 0;
        for (int k = 0; k < kept.length; k++) {
            if (kept[k]) {
                positions[n++] = positions[k];
            }
        }
        return Arrays.copyOf(positions, n);
    }

    /** Separates links that come back unchanged from those that are really dropped or really new. */
    private static TopologyEdit assemble(
            SparseWeight weight,
            boolean[] kept,
            long[] chosen,
            boolean keepsState,
            Optional<GrowCriterion> criterion,
            RandomStream stream) {
        long[] positions = weight.positions();
        long[] grown = new long[chosen.length];
        int g = 0;
        for (long position : chosen) {
            int old = keepsState ? Arrays.binarySearch(positions, position) : -1;
            if (old >= 0) {
                kept[old] = true;
            } else {
                grown[g++] = position;
            }
        }
        grown = Arrays.copyOf(grown, g);
        float[] values = new float[g];
        for (int i = 0; i < g; i++) {
            values[i] = criterion.orElseThrow().startValue(stream, grown[i]);
        }
        int dropped = 0;
        for (boolean stays : kept) {
            dropped += stays ? 0 : 1;
        }
        int[] gone = new int[dropped];
        int d = 0;
        for (int k = 0; k < kept.length; k++) {
            if (!kept[k]) {
                gone[d++] = k;
            }
        }
        return new TopologyEdit(gone, grown, values);
    }
}
