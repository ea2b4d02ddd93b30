/**
 * Contract tests for plugins, and the operations in plain double.
 *
 * <p>A plugin is held to the contract of its kind by a JUnit class that says how the plugin is made:
 *
 * <pre>{@code
 * class MagnitudeTest extends PruneCriterionContract {
 *     @Override
 *     protected PruneCriterion criterion() {
 *         return new Magnitude();
 *     }
 * }
 * }</pre>
 *
 * What the engine would hand to the plugin stands in plain arrays: {@link org.espalier.testkit.LinkTable}, {@link
 * org.espalier.testkit.PredictionTable}, {@link org.espalier.testkit.StepAt}, {@link org.espalier.testkit.PlainGraph}.
 */
@org.jspecify.annotations.NullMarked
package org.espalier.testkit;
