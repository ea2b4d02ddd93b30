/** Schedules and layer distributions. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.budgets;
