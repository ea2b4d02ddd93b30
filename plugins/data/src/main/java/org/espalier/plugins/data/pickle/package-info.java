/** Pickles of Python, read without running anything. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.data.pickle;
