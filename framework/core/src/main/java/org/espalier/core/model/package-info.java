/** The network: layers with their stored weights. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.model;
