package org.espalier.plugins.layers;

import java.util.List;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LayersTest {
    @ParameterizedTest
    @CsvSource({"1, 3", "0.5, 20"})
    void aConvolutionalNetworkIsThatOfTheDoubleReading(double density, int live) {
        GraphCheck.of(
                        List.of(8, 7, 2),
                        convolution(6, List.of(3), List.of(1), List.of(-1), 2),
                        new MaxPool(new MaxPool.Options(List.of(2), List.of(), List.of(0))),
                        convolution(4, List.of(3, 2), List.of(2, 1), List.of(1, 0), 1),
                        new ActivationLayer(new ActivationLayer.Options(Activation.TANH)),
                        new AveragePool(new AveragePool.Options(List.of(2, 1), List.of(1), List.of(0))),
                        new GlobalPool())
                .density(density)
                .batch(20, live)
                .check();
    }

    private static Convolution convolution(
            int filters, List<Integer> kernel, List<Integer> stride, List<Integer> padding, int groups) {
        return new Convolution(new Convolution.Options(
                filters, kernel, stride, padding, List.of(1), groups, Activation.RELU, true, Initialisation.HE_NORMAL));
    }
}
