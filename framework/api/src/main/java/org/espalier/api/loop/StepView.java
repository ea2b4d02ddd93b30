package org.espalier.api.loop;

import org.osgi.annotation.versioning.ProviderType;

/** What an optimizer may know about the step it is called in. */
@ProviderType
public interface StepView {
    /** Steps taken by this phase, counting this one: 1 in the first step. */
    long step();

    /** The learning rate in force. */
    double learningRate();

    /** Whether weight decay applies to this parameter. Biases are never decayed unless a recipe says so. */
    boolean decays();
}
