/** Forward and backward passes bound to memory, replayed without allocation. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.program;
