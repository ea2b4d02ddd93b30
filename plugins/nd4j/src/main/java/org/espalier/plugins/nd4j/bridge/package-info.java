/** What touches ND4J's classes; loaded beside ND4J by {@code Nd4jLibrary} on first use. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.nd4j.bridge;
