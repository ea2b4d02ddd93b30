package org.espalier.core.run;

import java.util.List;
import org.espalier.core.provenance.Machine;
import org.espalier.core.run.RunSummary.Quartiles;

/**
 * Training steps of one network, measured in turns in one process.
 *
 * @param backend name and description of the kernels
 * @param batch examples of a step
 * @param turns of each contender, in alternation
 * @param steps of a turn that count
 * @param discarded steps at the beginning of a turn that do not
 * @param peakGigaflops what all threads reach together with a dense product that stays in the first cache, in 10^9
 *     operations a second
 * @param contenders in the order of their turns
 */
public record BenchReport(
        String recipe,
        String espalier,
        Machine machine,
        String backend,
        int threads,
        int batch,
        int turns,
        long steps,
        long discarded,
        double peakGigaflops,
        List<Contender> contenders) {
    public BenchReport {
        contenders = List.copyOf(contenders);
    }

    /**
     * One way of training the network.
     *
     * @param name {@code dense}, {@code masked}, {@code sparse}, {@code auto}, {@code mixed}, or what a person calls another
     *     program
     * @param stepsPerSecond over all steps that count
     * @param turns the median of each turn, in steps a second
     * @param links stored weights; 0 where nobody knows
     * @param flopsPerStep multiply-adds times two of a step that no zero is part of; NaN where nobody knows
     * @param bytes memory of values, gradients, state of the optimizer and planes; of another program its peak; 0 where
     *     nobody knows
     * @param bytesAllocatedPerStep Java heap; NaN where it was not measured
     * @param operations time of each, in the order of the network; empty where nobody knows
     */
    public record Contender(
            String name,
            Quartiles stepsPerSecond,
            List<Double> turns,
            long links,
            double flopsPerStep,
            long bytes,
            double bytesAllocatedPerStep,
            List<OperationTime> operations) {
        public Contender {
            turns = List.copyOf(turns);
            operations = List.copyOf(operations);
        }

        /** Useful arithmetic in 10^9 operations a second. */
        public double gigaflops() {
            return flopsPerStep * stepsPerSecond.median() / 1e9;
        }
    }

    /** Time of an operation in a step: the median, in milliseconds. */
    public record OperationTime(String operation, double forwardMillis, double backwardMillis) {}
}
