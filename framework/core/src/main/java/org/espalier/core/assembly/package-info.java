/** From a plan to something that can run: plugins made, data opened and split, spans in steps. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.assembly;
