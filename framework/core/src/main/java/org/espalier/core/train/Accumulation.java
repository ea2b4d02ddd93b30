package org.espalier.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.WeightStore;

/**
 * The mean gradient of several batches, each weighed by how many positions its loss is the mean of: what one batch of all
 * their examples would have, up to rounding. The statistics of a batch stand where parameters have their gradient, and
 * are averaged in the same way.
 *
 * <p>Sums live only within a step, so they are no state of a run.
 */
public final class Accumulation implements Work, AutoCloseable {
    private final Network network;
    private final List<Sums> sums = new ArrayList<>();
    private NativeMemory memory = new NativeMemory();
    private float weight;
    private float total;
    private boolean first;
    private boolean last;

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
        for (WeightStore store : network.stored()) {
            long address = memory.allocateFloats(store.count());
            for (int from = 0; from < store.count(); from += Sums.MOST) {
                int count = Math.min(Sums.MOST, store.count() - from);
                sums.add(new Sums(store.gradient() + 4L * from, address + 4L * from, count));
            }
        }
    }

    /**
     * Takes up the gradients of a batch.
     *
     * @param counted how many positions the batch's loss is the mean of
     * @param isFirst whether it is the step's first batch
     * @param isLast whether it is the last: then the gradients become the mean
     */
    void add(WorkerPool pool, int counted, boolean isFirst, boolean isLast) {
        weight = counted;
        total = isFirst ? counted : total + counted;
        first = isFirst;
        last = isLast;
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
        private final float[] added = new float[ParameterPart.BLOCK];
        private final float[] sum = new float[ParameterPart.BLOCK];

        Sums(long gradients, long address, int count) {
            this.gradients = gradients;
            this.address = address;
            this.count = count;
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
            for (int i = 0; i < length; i++) {
                sum[i] = Math.fma(weight, added[i], sum[i]);
            }
            if (last) {
                mean(length);
            }
            NativeMemory.copy(sum, 0, (last ? gradients : address) + offset, length);
        }

        private void mean(int length) {
            float divisor = Math.max(1, total);
            for (int i = 0; i < length; i++) {
                sum[i] /= divisor;
            }
        }
    }
}
