package org.espalier.cli;

import java.time.Duration;
import org.espalier.core.run.RunLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long one call of a plugin may last. */
final class CallLimit {
    private static final double MILLIS = 1000;

    /** Some thirty years. */
    private static final double MOST_SECONDS = 1e9;

    @Option(
            names = "--call-limit",
            paramLabel = "SECONDS",
            description = "End the run when one call of a plugin lasts longer (600); 0 for no limit. The time of"
                    + " downloads does not count.")
    private @Nullable Double seconds;

    RunLimits limits() {
        if (seconds == null) {
            return RunLimits.usual();
        }
        if (seconds == 0) {
            return RunLimits.none();
        }
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw new UsageException("--call-limit takes seconds, or 0 for no limit, not " + seconds + ".");
        }
        return RunLimits.ofCall(Duration.ofMillis((long) Math.ceil(seconds * MILLIS)));
    }
}
