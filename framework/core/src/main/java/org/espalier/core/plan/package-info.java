/** What a recipe says, as values: every word of the language has its record here, and a builder twin. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.plan;
