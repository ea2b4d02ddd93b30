package org.espalier.api.graph;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The operations a part of the contract <i>graph</i> can use. Every operation is differentiable in its inputs and
 * parameters. An operation that cannot take its inputs throws an {@link org.espalier.api.EspalierException} that says
 * what it was given and what it takes.
 */
@ProviderType
public interface GraphBuilder {
    // ---- parameters

    /**
     * A trained matrix.
     *
     * @param name what it is in its layer, for example {@code weight}
     * @param rows features it gives
     * @param columns features it takes
     */
    Weight weight(String name, int rows, int columns, Initialisation start);

    /**
     * The trained links of a convolution: {@code [rows][channels][height][width]}, seen as a matrix of
     * {@code channels * height * width} columns.
     *
     * @param name what it is in its layer, for example {@code weight}
     * @param rows channels it gives
     * @param channels channels it takes, of one group
     */
    Weight kernel(String name, int rows, int channels, Window window, Initialisation start);

    /**
     * Trained numbers that start at one value.
     *
     * @param name what they are in their layer, for example {@code bias}
     */
    Vector vector(String name, int size, double start);

    // ---- products

    /** At each position the product with a matrix: {@code y = W x + b}. */
    Node linear(Node input, Weight weight, Optional<Vector> bias);

    /**
     * Convolution (cross-correlation): {@code y[o, p] = b[o] + Σ_{c, t} W[o, c, t] x[c, p · stride - padding + t · dilation]};
     * outside of the picture x is 0. With groups, output channels of a group see the input channels of that group only.
     *
     * @param input a picture or a sequence
     * @param weight from {@link #kernel} with the same window
     */
    Node convolution(Node input, Weight weight, Optional<Vector> bias, Window window, int groups);

    // ---- element by element

    Node activation(Node input, Activation activation);

    /** The sum of two nodes of one shape. */
    Node add(Node a, Node b);

    // ---- shape

    /** All features of an example at one position: {@code [height, width, channels]} in this order. */
    Node flatten(Node input);

    /**
     * The maximum over a window, channel by channel; positions outside of the picture do not count. Of equal values the
     * first passes the gradient on.
     */
    Node maxPool(Node input, Window window);

    /** The mean over a window, channel by channel; positions outside of the picture count as 0. */
    Node averagePool(Node input, Window window);

    // ---- mathematics outside of this list

    /**
     * A function of the plugin's own at every position.
     *
     * @param inputs at least one, all with the same positions
     */
    Node apply(PluginOp operation, Node... inputs);

    // ---- losses: means over live examples and their positions

    /**
     * Softmax cross-entropy, the mean over live examples and their labelled positions of {@code -Σ_c q_c log softmax(logits)_c} with
     * {@code q = (1 - smoothing) onehot(label) + smoothing / classes} (Szegedy et al., "Rethinking the Inception
     * Architecture for Computer Vision", CVPR 2016).
     *
     * @param logits {@code [classes]} at each position that has a label
     * @param smoothing label smoothing in [0, 1)
     * @return the loss, a scalar
     */
    Node crossEntropy(Node logits, double smoothing);

    /**
     * Squared error, the mean over live examples and features of {@code (prediction - target)^2}. With class labels
     * the target is one-hot.
     *
     * @param predictions {@code [features][examples]}
     * @return the loss, a scalar
     */
    Node squaredError(Node predictions);
}
