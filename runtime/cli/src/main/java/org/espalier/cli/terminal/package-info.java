/** What is shown: streams, figures as people read them, tables, progress while a run goes on. */
@org.jspecify.annotations.NullMarked
package org.espalier.cli.terminal;
