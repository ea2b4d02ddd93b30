/** What each kernel of a backend reaches on this machine. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.bench;
