package org.espalier.core.run;

import java.time.Duration;
import java.util.Optional;

/**
 * What a run may take.
 *
 * @param call how long one call of a plugin may last; empty: as long as it likes. The time in which the host fetches a
 *     public file for it does not count.
 */
public record RunLimits(Optional<Duration> call) {
    /** Far longer than any call of a plugin that works, short enough to notice before the night is over. */
    private static final Duration USUAL_CALL = Duration.ofMinutes(10);

    public RunLimits {
        call.filter(limit -> !limit.isPositive()).ifPresent(limit -> {
            throw new IllegalArgumentException("the limit of a call must be longer than 0, was " + limit);
        });
    }

    /** Ten minutes for a call. */
    public static RunLimits usual() {
        return new RunLimits(Optional.of(USUAL_CALL));
    }

    /** No limit at all. */
    public static RunLimits none() {
        return new RunLimits(Optional.empty());
    }

    /** A limit for a call. */
    public static RunLimits ofCall(Duration limit) {
        return new RunLimits(Optional.of(limit));
    }
}
