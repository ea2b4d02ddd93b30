package org.espalier.plugins.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @CsvSource({"1, 20, 0, 0", "0.4, 3, 1, 100", "1, 17, 2, 10000"})
    void aLanguageModelIsThatOfTheDoubleReading(double density, int live, int kvHeads, double rotary) {
        GraphCheck.of(
                        List.of(6),
                        new Embedding(new Embedding.Options(9, 8, Initialisation.LECUN_NORMAL)),
                        new Positions(new Positions.Options(Initialisation.LECUN_NORMAL)),
                        new Attention(new Attention.Options(
                                2, kvHeads, true, rotary, kvHeads == 0, Initialisation.LECUN_NORMAL)),
                        new Gated(new Gated.Options(9, Activation.SILU, kvHeads == 0, Initialisation.LECUN_NORMAL)))
                .tokens(9)
                .labelled()
                .density(density)
                .batch(20, live)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"1, 20, true", "0.5, 18, false"})
    void recurrentLayersAreThoseOfTheDoubleReading(double density, int live, boolean bias) {
        GraphCheck.of(
                        List.of(4),
                        new Embedding(new Embedding.Options(7, 3, Initialisation.LECUN_NORMAL)),
                        new Lstm(new Lstm.Options(4, bias, Initialisation.LECUN_UNIFORM)),
                        new Gru(new Gru.Options(3, bias, Initialisation.LECUN_UNIFORM)),
                        new Rnn(new Rnn.Options(5, Rnn.Function.TANH, bias, Initialisation.LECUN_UNIFORM)),
                        new Rnn(new Rnn.Options(6, Rnn.Function.RELU, bias, Initialisation.LECUN_UNIFORM)))
                .tokens(7)
                .labelled()
                .density(density)
                .batch(20, live)
                .check();
    }

    @Test
    void attentionSaysWhatDoesNotDivide() {
        Attention attention = new Attention(new Attention.Options(3, 2, true, 0, true, Initialisation.LECUN_NORMAL));
        assertThatThrownBy(() -> GraphCheck.of(List.of(4, 6), attention).check())
                .hasMessageContaining("6 features, 3 heads and 2 kvHeads do not divide");
    }

    private static Convolution convolution(
            int filters, List<Integer> kernel, List<Integer> stride, List<Integer> padding, int groups) {
        return new Convolution(new Convolution.Options(
                filters, kernel, stride, padding, List.of(1), groups, Activation.RELU, true, Initialisation.HE_NORMAL));
    }
}
