package org.espalier.testkit;

import org.espalier.api.loop.StepView;

/**
 * A step as an optimizer sees it.
 *
 * @param step counted from 1
 * @param learningRate the learning rate
 * @param decays whether weight decay applies
 */
public record StepAt(long step, double learningRate, boolean decays) implements StepView {}
