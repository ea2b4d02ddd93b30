/** Which plugins there are, and how one is made. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.catalog;
