/** What a hardware backend implements. It changes with every new operation; only backends import it. */
@org.jspecify.annotations.NullMarked
package org.espalier.api.backend;
