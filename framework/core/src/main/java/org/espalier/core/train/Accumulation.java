package org.espalier.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.WeightStore;

/**
 * The mean gradient of several batches, each weighed by how many positions its loss is the mean of: what one batch of all
 * their examples would have, up to rounding; to which those of further data may be added. The statistics of a batch stand
 * where parameters have their gradient, and are averaged in the same way; those of further data are left out.
 *
 * <p>Sums live only within a step, so they are no state of a run.
 */
public final class Accumulation implements Work, AutoCloseable {
    private final Network network;
    private final List<Sums> sums = new ArrayList<>();
    private NativeMemory memory = new NativeMemory();
    private float weight;
    private float divisor;
    private boolean first;
    private boolean last;
    private boolean statistics;

    Accumulation(Network network) {
        this.network = network;
        bind();
    }

    /** Native bytes it holds for so many values. */
    public static long bytes(long values) {
        return 4 * values;
    }

    /** Takes up parameters whose storage changed. */
    void bind() {
        memory.close();
        memory = new NativeMemory();
        sums.clear();
        Set<String> statistics = new HashSet<>();
        network.statistics()
                .forEach(statistic -> statistics.add(statistic.store().shape().name()));
        for (WeightStore store : network.stored()) {
            boolean statistic = statistics.contains(store.shape().name());
            long address = memory.allocateFloats(store.count());
            for (int from = 0; from < store.count(); from += Sums.MOST) {
                int count = Math.min(Sums.MOST, store.count() - from);
                sums.add(new Sums(store.gradient() + 4L * from, address + 4L * from, count, statistic));
            }
        }
    }

    /**
     * Takes up the gradients of a batch.
     *
     * @param counted how many positions the batch's loss is the mean of; 1 when it is alone
     * @param isFirst whether it is the step's first batch
     */
    void add(WorkerPool pool, int counted, boolean isFirst) {
        run(pool, counted, 1, isFirst, false, true);
    }

    /**
     * Takes up the gradients of the last batch and makes the sums means.
     *
     * @param total how many positions all losses were the means of
     * @param isLast whether nothing is added to the means: then they become the gradients
     */
    void addLast(WorkerPool pool, int counted, long total, boolean isLast) {
        run(pool, counted, total, false, isLast, true);
    }

    /**
     * Takes up the gradients of further data.
     *
     * @param times what they are multiplied by
     * @param isLast whether nothing comes after: then the sums become the gradients
     */
    void addFurther(WorkerPool pool, float times, boolean isLast) {
        run(pool, times, 1, false, isLast, false);
    }

    private void run(WorkerPool pool, float times, float by, boolean isFirst, boolean isLast, boolean takesStatistics) {
        weight = times;
        divisor = by;
        first = isFirst;
        last = isLast;
        statistics = takesStatistics;
        pool.run(this, sums.size());
    }

    @Override
    public void run(int chunk) {
        sums.get(chunk).add();
    }

    @Override
    public void close() {
        memory.close();
    }

    /** The sums of some values of a parameter, staged a block at a time. */
    private final class Sums {
        private static final int MOST = 64 * ParameterPart.BLOCK;

        private final long gradients;
        private final long address;
        private final int count;
        private final boolean statistic;
        private final float[] added = new float[ParameterPart.BLOCK];
        private final float[] sum = new float[ParameterPart.BLOCK];

        Sums(long gradients, long address, int count, boolean statistic) {
            this.gradients = gradients;
            this.address = address;
            this.count = count;
            this.statistic = statistic;
        }

        void add() {
            for (int from = 0; from < count; from += ParameterPart.BLOCK) {
                block(4L * from, Math.min(ParameterPart.BLOCK, count - from));
            }
        }

        private void block(long offset, int length) {
            NativeMemory.copy(gradients + offset, added, 0, length);
            if (first) {
                Arrays.fill(sum, 0f);
            } else {
                NativeMemory.copy(address + offset, sum, 0, length);
            }
            if (statistics || !statistic) {
                weigh(length);
            }
            NativeMemory.copy(sum, 0, (last ? gradients : address) + offset, length);
        }

        private void weigh(int length) {
            for (int i = 0; i < length; i++) {
                sum[i] = Math.fma(weight, added[i], sum[i]) / divisor;
            }
        }
    }
}
