package org.espalier.api.graph;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Mathematics of a plugin's own, in plain Java: a function from the features of some nodes at a position to the features of
 * a new one at that position. It is called for many positions at a time, by several threads at once, and keeps no state.
 * Every array is of the engine and valid during the call only.
 */
@ConsumerType
public interface PluginOp {
    /**
     * The features it gives.
     *
     * @param inputs features of each input
     * @throws org.espalier.api.EspalierException when it cannot take these inputs; the message says what it takes
     */
    int features(int... inputs);

    /**
     * Numbers a position that {@link #forward} writes down for {@link #backward}; none by default.
     *
     * @param inputs features of each input
     */
    default int scratch(int... inputs) {
        return 0;
    }

    /**
     * Computes the output.
     *
     * @param inputs {@code [input][feature][position]}
     * @param scratch {@code [scratch][position]}, to be filled
     * @param output {@code [feature][position]}, to be filled
     * @param count positions; arrays may be longer
     */
    void forward(float[][][] inputs, float[][] scratch, float[][] output, int count);

    /**
     * Computes the gradient of the loss by the inputs from that by the output.
     *
     * @param inputs {@code [input][feature][position]} as they were
     * @param scratch {@code [scratch][position]} as {@link #forward} left it
     * @param output {@code [feature][position]} as {@link #forward} left it
     * @param outputGradient {@code [feature][position]}
     * @param inputGradients {@code [input][feature][position]}, to be filled
     * @param count positions; arrays may be longer
     */
    void backward(
            float[][][] inputs,
            float[][] scratch,
            float[][] output,
            float[][] outputGradient,
            float[][][] inputGradients,
            int count);
}
