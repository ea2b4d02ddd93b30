/** Running a recipe from its plan to the run's folder, and predicting what it will need. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.execution;
