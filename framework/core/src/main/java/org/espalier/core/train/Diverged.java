package org.espalier.core.train;

import org.espalier.api.EspalierException;

/** A loss that is not finite. */
final class Diverged extends EspalierException {
    private static final long serialVersionUID = 1;

    private final String what;

    /**
     * @param what happened, without a full stop
     */
    Diverged(String what) {
        super(what);
        this.what = what;
    }

    String what() {
        return what;
    }
}
