package org.espalier.plugins.layers;

import java.util.List;
import java.util.Optional;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes are odd, batches have dead examples, and blocks of examples that are all dead. */
final class NormsTest {

    @ParameterizedTest
    @CsvSource({"20, 20", "20, 3", "150, 131", "150, 40"})
    void batchNormBetweenConvolutionsIsThatOfTheDoubleReading(int capacity, int live) {
        GraphCheck.of(
                        List.of(5, 3, 2),
                        convolution(7),
                        new BatchNorm(new BatchNorm.Options(0.1, 1e-5, Activation.RELU)),
                        convolution(3),
                        new BatchNorm(new BatchNorm.Options(0.5, 1e-3, Activation.NONE)))
                .density(capacity == 20 ? 1 : 0.5)
                .batch(capacity, live)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"20, 20", "20, 3", "300, 150"})
    void batchNormOfFlatFeaturesIsThatOfTheDoubleReading(int capacity, int live) {
        Layer dense = (graph, in) ->
                graph.linear(in, graph.weight("weight", 19, in.features(), Initialisation.HE_NORMAL), Optional.empty());
        GraphCheck.of(
                        List.of(6),
                        new BatchNorm(new BatchNorm.Options(0.1, 1e-5, Activation.NONE)),
                        dense,
                        new BatchNorm(new BatchNorm.Options(0.1, 1e-5, Activation.TANH)))
                .batch(capacity, live)
                .check();
    }

    /** Both readers of one value give it a gradient. */
    @ParameterizedTest
    @CsvSource({"20, 20", "150, 100"})
    void normsAddTheirGradientToThatOfOthers(int capacity, int live) {
        Layer both = (graph, in) -> {
            var a = graph.batchNorm(in, graph.vector("a.scale", 5, 1), graph.vector("a.shift", 5, 0), 0.1, 1e-5);
            var b = graph.rmsNorm(in, graph.vector("b.scale", 5, 1), 1e-5);
            var c = graph.dropout(in, 0.25);
            return graph.add(in, graph.add(a, graph.add(b, c)));
        };
        GraphCheck.of(List.of(4, 3, 2), convolution(5), both)
                .batch(capacity, live)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"20, 20", "20, 3", "150, 131"})
    void normsOfPositionsAreThoseOfTheDoubleReading(int capacity, int live) {
        GraphCheck.of(
                        List.of(7, 3),
                        new LayerNorm(new LayerNorm.Options(1e-5, true)),
                        new Convolution(new Convolution.Options(
                                9,
                                List.of(3),
                                List.of(1),
                                List.of(-1),
                                List.of(1),
                                1,
                                Activation.NONE,
                                true,
                                Initialisation.HE_NORMAL)),
                        new RmsNorm(new RmsNorm.Options(1e-6)),
                        new LayerNorm(new LayerNorm.Options(1e-5, false)))
                .batch(capacity, live)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"0.1, 20, 20", "0.5, 20, 3", "0.5, 150, 131"})
    void dropoutDropsWhatTheDoubleReadingDrops(double rate, int capacity, int live) {
        GraphCheck.of(
                        List.of(5, 4, 2),
                        convolution(5),
                        new Dropout(new Dropout.Options(rate)),
                        convolution(3),
                        new Dropout(new Dropout.Options(rate)))
                .batch(capacity, live)
                .check();
    }

    private static Convolution convolution(int filters) {
        return new Convolution(new Convolution.Options(
                filters,
                List.of(3),
                List.of(1),
                List.of(-1),
                List.of(1),
                1,
                Activation.NONE,
                true,
                Initialisation.HE_NORMAL));
    }
}
