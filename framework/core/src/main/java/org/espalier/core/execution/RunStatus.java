package org.espalier.core.execution;

import java.util.Optional;
import org.espalier.core.run.RunSummary.Outcome;

/** How far a run is. */
public sealed interface RunStatus {
    /** A process runs it now; empty when it cannot be said which. */
    record Running(Optional<RunOwner> owner) implements RunStatus {}

    /** It ended and said how. */
    record Ended(Outcome outcome, Optional<String> error) implements RunStatus {}

    /** It ended without a word: killed, or the machine went down; empty when it cannot be said who ran it. */
    record Broken(Optional<RunOwner> owner) implements RunStatus {}
}
