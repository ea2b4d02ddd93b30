package org.espalier.core.guard;

/**
 * Unwinds what is left of an abandoned run when its thread comes back after all. It is an error and no exception, so that
 * nothing on the way takes it for a failed run and writes about it: its caller was told long ago.
 */
public final class AbandonedRun extends Error {
    private static final long serialVersionUID = 1L;

    AbandonedRun(String message) {
        super(message);
    }
}
