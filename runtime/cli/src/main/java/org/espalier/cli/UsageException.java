package org.espalier.cli;

import org.espalier.api.EspalierException;

/** The command is wrong: a file that is not there, a name that does not exist. Nothing was done. */
final class UsageException extends EspalierException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
