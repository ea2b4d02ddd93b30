package org.espalier.api.loop;

import java.util.Set;
import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Code at points of a step of training: it edits gradients, values or slots of the layers the recipe selects, or turns a
 * dial of the phase. What it changes it says with {@link Claims}.
 *
 * <p>What a rule remembers from one call to the next lies in {@link RuleStep#numbers}, which checkpoints hold; arrays to
 * work in may be fields. One thread calls it. A step allocates nothing, and neither should a rule.
 */
@ConsumerType
@PluginKind("rule")
public interface Rule {
    /** When it acts; at least one point, and always the same ones. */
    Set<Point> points();

    /** How many numbers it remembers; all are 0 when a phase begins. */
    default int numbers() {
        return 0;
    }

    /**
     * Whether it asks what was measured at the end of an epoch. A recipe with such a rule must hold out validation examples, as
     * nothing is chosen by test examples.
     */
    default boolean measures() {
        return false;
    }

    /**
     * Which passes over the batches of a step it asks for beside the step's own, after the backward pass; always the same. A
     * rule that asks for any claims {@link Claim#GRADIENTS}, and one that does without the backward pass owns them.
     */
    default Passes passes() {
        return Passes.NO_MORE;
    }

    /**
     * Acts. At one point, rules act in the order of the recipe's lines. When it throws, the step is taken back and the run
     * ends.
     *
     * @param point one of {@link #points}
     * @param step valid during the call
     */
    void act(Point point, RuleStep step);
}
