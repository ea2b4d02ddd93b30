/** Which jars are let in: limits on archives, signatures, and the list of what a person trusts. */
@org.jspecify.annotations.NullMarked
package org.espalier.osgi.trust;
