/** The engine against the operations in plain double. */
@org.jspecify.annotations.NullMarked
package org.espalier.testkit.engine;
