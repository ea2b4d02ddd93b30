/** The OSGi host. */
@org.jspecify.annotations.NullMarked
package org.espalier.osgi;
