package org.espalier.core.train;

import org.espalier.api.EspalierException;

/** A loss that is not finite. */
final class Diverged extends EspalierException {
    private static final long serialVersionUID = 1;

    Diverged(String message) {
        super(message);
    }
}
