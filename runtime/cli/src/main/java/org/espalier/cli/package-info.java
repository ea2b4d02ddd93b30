/** The command line: everything a person types, and everything that is shown while it works. */
@org.jspecify.annotations.NullMarked
package org.espalier.cli;
