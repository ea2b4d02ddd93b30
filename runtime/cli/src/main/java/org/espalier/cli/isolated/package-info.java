/** Runs in a process of their own. */
@org.jspecify.annotations.NullMarked
package org.espalier.cli.isolated;
