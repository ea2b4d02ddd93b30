package org.espalier.core.plan;

import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/**
 * A factor for the parameters of some layers.
 *
 * @param of which layers
 * @param times the factor
 * @param place where the sentence stands
 */
public record GroupPlan(LayerSelector of, Value.Num times, Place place) {}
