package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.Examples;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.RunningStatistic;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.storage.DenseWeight;

/**
 * Estimates running statistics anew: each becomes the mean of what batches have of it, weighed by their examples and summed
 * in double in their order. A mean of networks, or a network that lost links, needs that, because the statistics it has are
 * of other values (Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", UAI 2018).
 *
 * @param network changed
 */
public record Recalibration(Network network, Model model, Objective objective, Kernels kernels, WorkerPool pool) {
    /** A running statistic and what was summed of it. */
    private record Sum(DenseWeight store, double[] sums) {
        Sum(RunningStatistic statistic) {
            this(statistic.store(), new double[statistic.store().count()]);
        }

        void add(int examples) {
            for (int f = 0; f < sums.length; f++) {
                sums[f] += (double) examples * NativeMemory.getFloat(store.gradient() + 4L * f);
            }
        }

        void set(long examples) {
            float[] means = new float[sums.length];
            for (int f = 0; f < means.length; f++) {
                means[f] = (float) (sums[f] / examples);
                if (!Float.isFinite(means[f])) {
                    throw new EspalierException("The statistic " + store.shape().name() + " became " + means[f]
                            + " for feature " + f + " when it was estimated anew: the network gives no finite values.");
                }
            }
            store.set(means);
        }
    }

    /**
     * Draws batches of training examples, with all that training does to them and noise where the model has it.
     *
     * @param examples at least one
     * @param batch examples in a batch
     * @param batches at least 1; more than an epoch has go on with the next
     * @param random a stream of its own
     */
    public void run(Examples examples, int batch, int batches, RandomStream random) {
        List<Sum> sums = new ArrayList<>();
        network.statistics().forEach(statistic -> sums.add(new Sum(statistic)));
        long total = 0;
        try (Program program =
                new Program(network, model, objective, kernels, pool, batch, Optional.of(random.fork("noise")))) {
            program.bind();
            TrainingBatches drawn = new TrainingBatches(examples, batch, model.wholeBatch() > 0, program, random);
            for (long number = 0; number < batches; number++) {
                long inEpoch = number % drawn.perEpoch();
                drawn.startEpoch(number / drawn.perEpoch());
                int live = drawn.load(pool, inEpoch);
                program.forward(live, number);
                program.handStatistics();
                sums.forEach(sum -> sum.add(live));
                total += live;
            }
        }
        for (Sum sum : sums) {
            sum.set(total);
        }
    }
}
