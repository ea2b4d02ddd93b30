package org.espalier.core.guard;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as people read them. */
final class Durations {
    private static final int MANY_SECONDS = 120;

    private Durations() {}

    /** For example {@code 0.25 s}, {@code 90 s}, {@code 10 minutes}. */
    static String text(Duration duration) {
        if (duration.toSeconds() >= MANY_SECONDS && duration.equals(Duration.ofMinutes(duration.toMinutes()))) {
            return duration.toMinutes() + " minutes";
        }
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
