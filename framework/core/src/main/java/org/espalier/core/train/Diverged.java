package org.espalier.core.train;

import org.espalier.core.guard.EngineFault;

/** A loss that is not finite. */
final class Diverged extends EngineFault {
    private static final long serialVersionUID = 1;

    private final String what;

    /**
     * @param what happened, without a full stop
     */
    Diverged(String what) {
        super(what);
        this.what = what;
    }

    /**
     * Throws when a loss is not finite.
     *
     * @param whose the loss, as the subject of a sentence
     */
    static void requireFinite(String whose, double loss) {
        if (!Double.isFinite(loss)) {
            throw new Diverged(whose + " became " + (Double.isNaN(loss) ? "NaN" : "infinite"));
        }
    }

    String what() {
        return what;
    }
}
