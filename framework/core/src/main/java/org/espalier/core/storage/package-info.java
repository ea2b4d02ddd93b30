/** Weights as they are stored: dense, or as links compressed by rows. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.storage;
