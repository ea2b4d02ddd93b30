/** The annotation processor behind {@link org.espalier.api.Plugin}. */
@org.jspecify.annotations.NullMarked
package org.espalier.processor;
