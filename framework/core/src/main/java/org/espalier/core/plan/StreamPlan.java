package org.espalier.core.plan;

import org.espalier.core.diagnostic.Place;

/**
 * Data beside those a recipe trains on.
 *
 * @param name unique in the recipe
 * @param data of a shape that fits the model
 * @param place where the name stands
 */
public record StreamPlan(String name, DataPlan data, Place place) {}
