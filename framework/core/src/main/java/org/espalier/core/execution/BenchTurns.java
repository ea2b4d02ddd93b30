package org.espalier.core.execution;

import org.espalier.api.EspalierException;

/**
 * How contenders take turns.
 *
 * @param turns of each
 * @param steps of a turn that count, at least 1
 * @param discarded steps at the beginning of a turn that do not
 */
public record BenchTurns(int turns, long steps, long discarded) {
    public BenchTurns {
        if (turns < 1 || steps < 1 || discarded < 0) {
            throw new EspalierException("A measurement has at least one turn of at least one step, and was given "
                    + turns + " turns of " + steps + " steps after " + discarded + ".");
        }
    }

    /** Five turns of 100 steps after 20 that do not count. */
    public static BenchTurns usual() {
        return new BenchTurns(5, 100, 20);
    }
}
