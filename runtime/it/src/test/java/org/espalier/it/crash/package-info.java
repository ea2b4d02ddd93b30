/** Runs that are killed, starved of disk, damaged and moved between settings, and give the same bits all the same. */
@org.jspecify.annotations.NullMarked
package org.espalier.it.crash;
