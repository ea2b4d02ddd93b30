/** Changes of trained networks: one-shot pruning by what comes into layers, and linear algebra on their weights. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.transforms;
