package org.espalier.api.loop;

/** What a {@link Rule} may change. */
public enum Claim {
    /** Gradients of the selected layers. */
    GRADIENTS("the gradients"),
    /** What the forward and backward pass take for the values of the selected layers, which stay as they are. */
    EFFECTIVE_VALUES("the effective values"),
    /** Trained values of the selected layers. */
    VALUES("the values"),
    /** What the optimizer keeps for each value of the selected layers. */
    SLOTS("the optimizer's slots"),
    /** The dial the recipe names, by default the learning rate. */
    DIAL("the dial");

    private final String text;

    Claim(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
