package org.espalier.api.loop;

/** Points of a step of training at which a {@link Rule} may act, in their order. */
public enum Point {
    /**
     * A batch is about to be drawn. What a rule writes into values now holds while the loss and its gradients are computed;
     * before the optimizer the values are again what they were.
     */
    BEFORE_FORWARD("before forward"),
    /**
     * The gradients of the step are there; they may be edited before penalties, clipping and the optimizer, and computed
     * once more.
     */
    AFTER_BACKWARD("after backward"),
    /** The optimizer and proximal steps are done; values and slots may be edited. Not reached in a step that moved links instead. */
    AFTER_STEP("after the step"),
    /** Links were moved; values and slots may be edited. */
    AFTER_TOPOLOGY("after links moved"),
    /** An epoch, or the phase, ended and was measured. */
    END_OF_EPOCH("at the end of an epoch");

    private final String text;

    Point(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
