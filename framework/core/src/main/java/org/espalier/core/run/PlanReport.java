package org.espalier.core.run;

import java.util.List;
import java.util.Optional;

/**
 * What a recipe will do, in figures, before step 0.
 *
 * @param backend name and description of the kernels
 * @param defaults defaults in force, one sentence each
 * @param links stored weights at the start
 * @param weights all weights, stored or not
 * @param bytesNeeded memory the run needs at its peak, as predicted, without the JVM itself
 * @param bytesPeak resident memory of the whole process at its peak, as predicted
 * @param bytesOfMachine memory of the machine
 * @param flopsPerExample multiply-adds times two of one forward pass of one example
 * @param trainingFlopsPerExample the same for a training step
 * @param predictedStepMillis median step time; NaN when it was not measured
 */
public record PlanReport(
        String recipe,
        String backend,
        int threads,
        List<Layer> layers,
        List<Phase> phases,
        List<String> defaults,
        long links,
        long weights,
        long bytesNeeded,
        long bytesPeak,
        long bytesOfMachine,
        double flopsPerExample,
        double trainingFlopsPerExample,
        double predictedStepMillis) {
    public PlanReport {
        layers = List.copyOf(layers);
        phases = List.copyOf(phases);
        defaults = List.copyOf(defaults);
    }

    /** Realised sparsity of the whole network at the start. */
    public double sparsity() {
        return weights == 0 ? 0 : 1 - (double) links / weights;
    }

    /**
     * A layer with weights.
     *
     * @param storage {@code dense} or {@code sparse}
     * @param links stored weights at the start
     * @param finalLinks stored weights when training ends
     * @param bytes weights, slots, gradient and indices
     * @param flops multiply-adds times two of the forward pass of one example
     * @param kernel which kernel runs it, and why
     */
    public record Layer(
            String name,
            int rows,
            int columns,
            String storage,
            long links,
            long finalLinks,
            long bytes,
            double flops,
            String kernel) {
        /** Share of zeros at the start. */
        public double sparsity() {
            return 1 - (double) links / ((double) rows * columns);
        }
    }

    /**
     * A phase and how long it is.
     *
     * @param start what it begins with, when that is not the end of the phase before it
     * @param flopsPerStep multiply-adds times two of a step, with the links of the start
     * @param orderOfAStep what happens in a training step, in order
     * @param then what is applied after it, one sentence each
     */
    public record Phase(
            String name,
            Optional<String> start,
            long steps,
            long stepsPerEpoch,
            long topologyUpdates,
            double flopsPerStep,
            List<String> orderOfAStep,
            List<String> then) {
        public Phase {
            orderOfAStep = List.copyOf(orderOfAStep);
            then = List.copyOf(then);
        }
    }
}
