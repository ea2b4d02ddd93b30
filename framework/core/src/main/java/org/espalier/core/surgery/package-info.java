/** Changes of a model's form between phases: products are factorised and merged. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.surgery;
