package org.espalier.core.bench;

import java.util.List;
import org.espalier.api.backend.Panel;

/**
 * Sizes of arguments.
 *
 * @param panel positions of a plane
 * @param layers linear layers whose products are compared dense and sparse; the first is taken at all sparsities
 * @param sparsity share of links that the layers lack
 * @param sparsities further ones of the first layer
 * @param features features of a plane or a tile
 * @param channels of a convolution of 3 x 3, to as many
 * @param side of its pictures
 * @param tokens of a sequence
 * @param headSize features of a head of attention
 * @param vocabulary rows of a table
 * @param classes of a loss
 */
public record KernelSizes(
        Panel panel,
        List<LayerSize> layers,
        double sparsity,
        List<Double> sparsities,
        int features,
        int channels,
        int side,
        int tokens,
        int headSize,
        int vocabulary,
        int classes) {
    public KernelSizes {
        layers = List.copyOf(layers);
        sparsities = List.copyOf(sparsities);
    }

    /** Those of networks that people train. */
    public static KernelSizes usual() {
        return new KernelSizes(
                new Panel(1, 128),
                List.of(
                        new LayerSize(1024, 1024),
                        new LayerSize(784, 1024),
                        new LayerSize(3072, 768),
                        new LayerSize(4096, 1024)),
                0.9,
                List.of(0.5, 0.8, 0.95, 0.99),
                256,
                64,
                8,
                64,
                32,
                1000,
                10);
    }

    /** Sizes that even the scalar reference is quick with, and that vectors pay for. */
    public static KernelSizes small() {
        return new KernelSizes(
                new Panel(1, 128), List.of(new LayerSize(128, 96)), 0.9, List.of(0.5), 64, 8, 4, 16, 16, 100, 10);
    }
}
