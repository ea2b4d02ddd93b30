/** Files of trained values that others wrote. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.data.weights;
