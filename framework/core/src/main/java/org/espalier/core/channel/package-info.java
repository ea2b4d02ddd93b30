/** Channels of a network: which go together, which do nothing, and the smaller network without some of them. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.channel;
