package org.espalier.plugins.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.graph.Activation;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.testkit.ActivationContract;
import org.espalier.testkit.PlainGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopKActivationTest extends ActivationContract {
    private static ActivationFunction topK(double share, Activation of) {
        return new TopKActivation(new TopKActivation.Options(share, of));
    }

    @Override
    protected ActivationFunction activation() {
        return topK(0.4, Activation.TANH);
    }

    private static double[] features(ActivationFunction activation, double... in) {
        double[][] values = new double[in.length][1];
        for (int f = 0; f < in.length; f++) {
            values[f][0] = in[f];
        }
        double[][] out = new PlainGraph()
                .layer("layer", activation::build, new PlainGraph.PlainNode(values))
                .values();
        double[] features = new double[out.length];
        for (int f = 0; f < out.length; f++) {
            features[f] = out[f][0];
        }
        return features;
    }

    @Test
    void theLargestFeaturesStayAndTheOthersAreZero() {
        assertThat(features(topK(0.4, Activation.RELU), 0.5, 0, 2, 0.1, 1.2)).containsExactly(0, 0, 2, 0, 1.2);
    }

    @Test
    void whatIsNotPositiveIsNotPromotedWhenFewFeaturesAre() {
        assertThat(features(topK(0.8, Activation.RELU), -0.5, -3, 2, -0.1, -1)).containsExactly(0, 0, 2, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"0.01, 1", "0.3, 2", "0.5, 2", "0.7, 4", "1, 5"})
    void aShareIsRoundedToAtLeastOneFeature(double share, int kept) {
        double[] features = features(topK(share, Activation.NONE), 5, 4, 3, 2, 1);
        for (int f = 0; f < features.length; f++) {
            assertThat(features[f]).as("feature %s", f).isEqualTo(f < kept ? 5 - f : 0);
        }
    }

    @Test
    void twiceIsOnce() {
        ActivationFunction once = topK(0.4, Activation.RELU);
        double[] first = features(once, 0.3, -1, 0.7, 0.2, 0.9, 0.1);
        assertThat(features(once, first)).containsExactly(first);
    }
}
