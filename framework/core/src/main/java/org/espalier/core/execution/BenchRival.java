package org.espalier.core.execution;

import java.util.List;
import org.espalier.core.run.BenchReport;
import org.espalier.core.run.RunSummary.Quartiles;

/** Another program that trains the same network. */
public interface BenchRival {
    /** What a person calls it. */
    String name();

    /**
     * Lets it take a turn, and waits for its end.
     *
     * @throws org.espalier.api.EspalierException when it fails, or does not say how long its steps took
     */
    Turn turn();

    /**
     * What it says of a turn.
     *
     * @param stepsPerSecond of the steps that count
     * @param bytes its peak memory; 0 when it does not say
     */
    record Turn(Quartiles stepsPerSecond, long bytes) {}

    /** All of its turns: the median of its medians and of its quartiles. */
    static BenchReport.Contender report(String name, List<Turn> turns) {
        return new BenchReport.Contender(
                name,
                new Quartiles(
                        median(turns.stream()
                                .mapToDouble(t -> t.stepsPerSecond().q1())
                                .sorted()
                                .toArray()),
                        median(turns.stream()
                                .mapToDouble(t -> t.stepsPerSecond().median())
                                .sorted()
                                .toArray()),
                        median(turns.stream()
                                .mapToDouble(t -> t.stepsPerSecond().q3())
                                .sorted()
                                .toArray())),
                turns.stream().map(t -> t.stepsPerSecond().median()).toList(),
                0,
                Double.NaN,
                turns.stream().mapToLong(Turn::bytes).max().orElse(0),
                Double.NaN,
                List.of());
    }

    private static double median(double... sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
