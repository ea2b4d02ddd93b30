/** Bridge to ND4J. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.nd4j;
