/** The contract <i>numbers</i>: schedules over time and link counts per layer. */
@org.jspecify.annotations.NullMarked
package org.espalier.api.number;
