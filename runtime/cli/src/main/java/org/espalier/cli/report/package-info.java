/** The report of a run: one page that needs nothing but a browser. */
@org.jspecify.annotations.NullMarked
package org.espalier.cli.report;
