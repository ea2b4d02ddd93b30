package org.espalier.core.operation;

import java.util.Arrays;
import org.espalier.api.RandomStream;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;

/**
 * Multiplies features by a matrix between a doubly stochastic one and a permutation. The next scores are handed over in the
 * backward pass in the place of a gradient, as statistics of batches are: a step that is taken back takes them back.
 */
final class PermutePass implements Pass {
    private static final double FIRST_TEMPERATURE = 1e-3;
    private static final double LAST_TEMPERATURE = 1e-7;
    private static final int FIRST_ROUNDS = 20;

    /** How far the score goes that goes farthest; of the order of the first temperature, so that no batch decides alone. */
    private static final double MOVE = 1e-3;

    /** A statistic goes to what it is handed up to a rounding. */
    private static final double ROUNDING = 1e-6;

    private final Binding binding;
    private final int batches;
    private final int size;
    private final Plane in;
    private final Plane out;
    private final Plane inGradient;
    private final Plane outGradient;
    private final boolean training;
    private final boolean inTrained;
    private final boolean adds;
    private final DenseWeight store;
    private final Sinkhorn sinkhorn;
    private final Matching matching;
    private final double[] scores;
    private final double[] seen;
    private final double noise;
    private final RandomStream random;
    private final double[] shares;
    private final double[] slopes;
    private final int[] places;
    private boolean searching;

    PermutePass(Permute operation, Binding binding) {
        this.binding = binding;
        this.batches = operation.batches();
        this.size = operation.input().features();
        this.in = binding.plane(operation.input());
        this.out = binding.plane(operation.output());
        this.training = binding.training();
        this.inTrained = binding.gradient(operation.input()).isPresent();
        this.inGradient = binding.gradient(operation.input()).orElse(in);
        this.outGradient = binding.gradient(operation.output()).orElse(out);
        this.adds = binding.geometry().adds(operation, 0);
        this.store = binding.statistic(operation.scores().name()).store();
        this.sinkhorn = new Sinkhorn(size, training ? Permute.MOST_ROUNDS : 0);
        this.matching = new Matching(size);
        this.scores = new double[size * size];
        this.seen = new double[size * size];
        this.noise = operation.noise();
        this.random = binding.random()
                .orElse(RandomStream.ofSeed(0))
                .fork(operation.scores().name());
        this.shares = new double[size * size];
        this.slopes = new double[size * size];
        this.places = new int[size];
    }

    @Override
    public void forward(WorkerPool pool) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = NativeMemory.getFloat(store.values() + 4L * i);
        }
        long batch = binding.batch().step();
        matching.best(scores, places);
        searching = training && batch < batches && !decided();
        if (searching) {
            double way = (double) batch / batches;
            double temperature = FIRST_TEMPERATURE * StrictMath.pow(LAST_TEMPERATURE / FIRST_TEMPERATURE, way);
            int rounds = FIRST_ROUNDS + (int) (way * (Permute.MOST_ROUNDS - FIRST_ROUNDS));
            look(random.fork(batch).key());
            sinkhorn.forward(seen, temperature, rounds, shares);
        } else {
            Arrays.fill(shares, 0);
            for (int i = 0; i < size; i++) {
                shares[i * size + places[i]] = 1;
            }
        }
        multiply(in, out, size, 1, false);
    }

    /** Sees the scores, each with a Gumbel number of its own where there is noise. */
    private void look(long key) {
        System.arraycopy(scores, 0, seen, 0, scores.length);
        for (int i = 0; i < seen.length && noise > 0; i++) {
            double uniform = ((RandomStream.bits(key, i) >>> 11) + 0.5) * 0x1.0p-53;
            seen[i] -= noise * StrictMath.log(-StrictMath.log(uniform));
        }
    }

    /** Whether the scores are a permutation. */
    private boolean decided() {
        for (int i = 0; i < scores.length; i++) {
            double wanted = places[i / size] == i % size ? 1 : 0;
            if (Math.abs(scores[i] - wanted) > ROUNDING) {
                return false;
            }
        }
        return true;
    }

    /** {@code to_j = Σ_i from_i shares[i * down + j * across]}, at dead positions too; what is 0 adds nothing, not even NaN. */
    private void multiply(Plane from, Plane to, int down, int across, boolean adding) {
        int lanes = from.lanes();
        for (int tile = 0; tile < from.tiles(); tile++) {
            for (int j = 0; j < size; j++) {
                long sum = to.numbered(tile) + 4L * j * lanes;
                for (int lane = 0; !adding && lane < lanes; lane++) {
                    NativeMemory.setFloat(sum + 4L * lane, 0f);
                }
                for (int i = 0; i < size; i++) {
                    float share = (float) shares[i * down + j * across];
                    if (share != 0f) {
                        add(share, from.numbered(tile) + 4L * i * lanes, sum, lanes);
                    }
                }
            }
        }
    }

    private static void add(float share, long from, long sum, int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            float before = NativeMemory.getFloat(sum + 4L * lane);
            NativeMemory.setFloat(sum + 4L * lane, Math.fma(share, NativeMemory.getFloat(from + 4L * lane), before));
        }
    }

    @Override
    public void backward(WorkerPool pool) {
        if (inTrained) {
            multiply(outGradient, inGradient, 1, size, adds);
        }
        if (searching) {
            search();
        }
        hand(searching ? scores : shares);
    }

    /** An estimate of statistics leaves the order as it is. */
    @Override
    public void handStatistics() {
        hand(scores);
    }

    private void hand(double[] next) {
        for (int i = 0; i < next.length; i++) {
            NativeMemory.setFloat(store.gradient() + 4L * i, (float) next[i]);
        }
    }

    /** Moves the scores against their slopes. */
    private void search() {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                slopes[i * size + j] = product(i, j);
            }
        }
        sinkhorn.backward(slopes);
        double steepest = 0;
        for (double slope : slopes) {
            steepest = Math.max(steepest, Math.abs(slope));
        }
        for (int i = 0; i < scores.length && steepest > 0; i++) {
            scores[i] -= MOVE * (slopes[i] / steepest);
        }
    }

    /** Over live positions, of a feature that comes in and the slope of one that goes out. */
    private double product(int feature, int place) {
        double sum = 0;
        for (int tile = 0; tile < in.tiles(); tile++) {
            long x = in.numbered(tile) + 4L * feature * in.lanes();
            long slope = outGradient.numbered(tile) + 4L * place * in.lanes();
            int block = tile / in.grid().positions();
            int live = Math.clamp((long) binding.batch().live() - (long) block * in.lanes(), 0, in.lanes());
            for (int lane = 0; lane < live; lane++) {
                sum += (double) NativeMemory.getFloat(x + 4L * lane) * NativeMemory.getFloat(slope + 4L * lane);
            }
        }
        return sum;
    }
}
