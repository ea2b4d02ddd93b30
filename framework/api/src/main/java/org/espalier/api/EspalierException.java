package org.espalier.api;

/**
 * Something a person can act on: a file that cannot be read, a number out of range, a count that cannot be reached. The
 * message is a complete sentence that names the file, line, option or byte; it is shown without a stack trace.
 */
public class EspalierException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EspalierException(String message) {
        super(message);
    }

    public EspalierException(String message, Throwable cause) {
        super(message, cause);
    }
}
