/** The contract <i>loop</i>: what happens to values between two steps. */
@org.jspecify.annotations.NullMarked
package org.espalier.api.loop;
