package org.espalier.core.execution;

import java.util.Optional;

/**
 * Whether a run's folder is in use.
 *
 * @param held whether a run uses it now
 * @param owner of a held folder, who holds it, when that can be read; of a free one, who died without letting go
 */
public record LockState(boolean held, Optional<RunOwner> owner) {
    /** Never used, or let go as it should be. */
    static final LockState FREE = new LockState(false, Optional.empty());
}
