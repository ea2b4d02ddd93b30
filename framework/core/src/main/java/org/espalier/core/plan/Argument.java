package org.espalier.core.plan;

import org.espalier.core.diagnostic.Place;

/**
 * A named value.
 *
 * @param key where the name stands
 * @param value the value
 */
public record Argument(Place key, Value value) {}
