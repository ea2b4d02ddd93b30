/** JSON as values: enough to write summaries and events and to read them back. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.json;
