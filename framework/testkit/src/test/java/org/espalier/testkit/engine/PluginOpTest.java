package org.espalier.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.DefinedMath;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.PluginOp;
import org.espalier.api.graph.Window;
import org.espalier.testkit.GraphCheck;
import org.espalier.testkit.PluginOpContract;
import org.junit.jupiter.api.Test;

/** An operation of a plugin that does what one of the engine does gives the same bits. */
final class PluginOpTest extends PluginOpContract {
    @Override
    protected PluginOp operation() {
        return new HyperbolicTangent();
    }

    @Override
    protected int[] inputs() {
        return new int[] {3};
    }

    @Test
    void equalsTheOperationOfTheEngine() {
        Layer own = (graph, node) -> graph.apply(new HyperbolicTangent(), node);
        Layer built = (graph, node) -> graph.activation(node, Activation.TANH);
        for (int live : new int[] {70, 33}) {
            assertThat(network(own).batch(70, live).bits())
                    .containsExactlyElementsOf(network(built).batch(70, live).bits());
        }
    }

    /** The input of the layer is read twice, so its gradient is added to. */
    private static GraphCheck network(Layer tanh) {
        Window window = Window.square(3, 1, 1, 1);
        Layer convolution = (graph, node) -> graph.convolution(
                node,
                graph.kernel("weight", 3, node.features(), window, Initialisation.HE_NORMAL),
                Optional.of(graph.vector("bias", 3, 0)),
                window,
                1);
        Layer added = (graph, node) -> graph.add(tanh.build(graph, node), node);
        return GraphCheck.of(List.of(4, 3, 2), convolution, added, convolution);
    }

    private static final class HyperbolicTangent implements PluginOp {
        @Override
        public int features(int... inputs) {
            return inputs[0];
        }

        @Override
        public int scratch(int... inputs) {
            return inputs[0];
        }

        @Override
        public void forward(float[][][] inputs, float[][] scratch, float[][] output, int count) {
            for (int f = 0; f < output.length; f++) {
                for (int p = 0; p < count; p++) {
                    output[f][p] = DefinedMath.tanh(inputs[0][f][p]);
                    scratch[f][p] = Math.fma(-output[f][p], output[f][p], 1f);
                }
            }
        }

        @Override
        public void backward(
                float[][][] inputs,
                float[][] scratch,
                float[][] output,
                float[][] outputGradient,
                float[][][] inputGradients,
                int count) {
            for (int f = 0; f < output.length; f++) {
                for (int p = 0; p < count; p++) {
                    inputGradients[0][f][p] = outputGradient[f][p] * scratch[f][p];
                }
            }
        }
    }
}
