/**
 * What stands between the engine and plugins: every call of a plugin is watched, what it throws becomes a sentence that
 * names it, and what it answers is checked before the engine uses it.
 */
@org.jspecify.annotations.NullMarked
package org.espalier.core.guard;
