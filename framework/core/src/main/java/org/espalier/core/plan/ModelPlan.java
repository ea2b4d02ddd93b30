package org.espalier.core.plan;

import java.util.List;
import org.espalier.core.diagnostic.Place;

/**
 * The network.
 *
 * @param input the shape of one example: {@code [features]} or {@code [height, width, channels]}
 * @param layers in order
 * @param place where the block stands
 */
public record ModelPlan(List<Integer> input, List<LayerPlan> layers, Place place) {
    public ModelPlan {
        input = List.copyOf(input);
        layers = List.copyOf(layers);
    }
}
