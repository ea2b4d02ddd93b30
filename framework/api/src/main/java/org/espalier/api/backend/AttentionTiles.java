package org.espalier.api.backend;

/**
 * Where the tiles of attention begin: values, or their gradients.
 *
 * @param queries address of {@code long[queries]}, or 0 where a gradient is not wanted
 * @param keys address of {@code long[keys]}, or 0
 * @param values address of {@code long[keys]}, or 0
 * @param out address of {@code long[queries]}
 */
public record AttentionTiles(long queries, long keys, long values, long out) {}
