/** Gates of mixtures of experts. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.gates;
