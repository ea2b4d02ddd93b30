/** The command line. */
@org.jspecify.annotations.NullMarked
package org.espalier.cli;
