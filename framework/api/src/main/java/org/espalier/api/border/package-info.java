/** The contract <i>border</i>: data in, measured values and files out. */
@org.jspecify.annotations.NullMarked
package org.espalier.api.border;
