/** Data sources, preparation and file formats. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.data;
