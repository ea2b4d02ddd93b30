package org.espalier.core.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run in figures; written as {@code summary.json}.
 *
 * @param outcome how it ended
 * @param recipeHash SHA-256 of the canonical recipe
 * @param digest SHA-256 over all parameters at the end, in the order of the model
 * @param metrics by split and metric, at the end
 * @param sparsity share of zeros over all weights of the network at the end
 * @param links stored weights at the end
 * @param weights all weights, stored or not
 * @param flopsPerExample multiply-adds times two of one forward pass of one example, at the end
 * @param peakResidentBytes the most memory the process held, as the system counts it; 0 where it cannot say
 * @param bytesAllocatedPerStep Java heap bytes allocated by training and kernel threads in the last 1000 or more ordinary
 *     steps, divided by their number; topology updates, evaluations, events and epoch starts apart
 * @param error for {@link Outcome#FAILED}: what happened
 */
public record RunSummary(
        String recipe,
        Outcome outcome,
        String recipeHash,
        String digest,
        long seed,
        Map<String, String> params,
        String backend,
        int threads,
        List<Phase> phases,
        Map<String, Map<String, Double>> metrics,
        List<Layer> layers,
        double sparsity,
        long links,
        long weights,
        double flopsPerExample,
        Quartiles stepsPerSecond,
        long peakResidentBytes,
        double bytesAllocatedPerStep,
        List<Check> expectations,
        List<String> exports,
        double seconds,
        Optional<String> error) {
    public RunSummary {
        phases = List.copyOf(phases);
        layers = List.copyOf(layers);
        expectations = List.copyOf(expectations);
        exports = List.copyOf(exports);
    }

    /** How a run ended. */
    public enum Outcome {
        DONE,
        EXPECTATION_NOT_MET,
        INTERRUPTED,
        FAILED
    }

    /** Quartiles of a sample. */
    public record Quartiles(double q1, double median, double q3) {}

    /**
     * A phase.
     *
     * @param trainLoss mean loss over its last epoch
     * @param metrics by split and metric, at its end
     * @param explored share of all positions that held a link at some time (the exploration rate of ITOP), over the
     *     weights kept sparse
     * @param uses how often an example used each link of an expert at its end, on the last split that was measured, by the
     *     name of the weight; other weights are not in it
     * @param activations what layers give at its end, on the last split that was measured; empty unless the report asks
     */
    public record Phase(
            String name,
            long steps,
            double seconds,
            double trainLoss,
            Map<String, Map<String, Double>> metrics,
            List<EpochRow> epochs,
            Quartiles stepsPerSecond,
            long topologyUpdates,
            double explored,
            Map<String, Double> uses,
            List<Activations> activations) {
        public Phase {
            activations = List.copyOf(activations);
            uses = Collections.unmodifiableMap(new LinkedHashMap<>(uses));
            epochs = List.copyOf(epochs);
        }
    }

    /** An epoch: training loss, metrics by split and name, realised sparsity of the network. */
    public record EpochRow(int epoch, double trainLoss, Map<String, Map<String, Double>> metrics, double sparsity) {}

    /**
     * What a tap holds: a layer's output, or a node a layer names.
     *
     * @param positions of an example
     * @param zeros share of all elements that are exactly zero
     * @param deviation the standard deviation of all elements
     */
    public record Activations(String name, int features, int positions, double zeros, double mean, double deviation) {}

    /**
     * A layer with weights, at the end.
     *
     * @param uses how often each of its links is used for an example, on average; of an expert as measured
     */
    public record Layer(String name, int rows, int columns, String storage, long links, double sparsity, double uses) {
        /** Multiply-adds times two of the forward pass of one example. */
        public double flops() {
            return 2.0 * links * uses;
        }

        /** The same if it had all links. */
        public double denseFlops() {
            return 2.0 * rows * columns * uses;
        }
    }

    /** An expectation: what was wanted, what was measured, whether it was met. */
    public record Check(String text, double wanted, double measured, boolean met) {}
}
