/** Losses and metrics. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.losses;
