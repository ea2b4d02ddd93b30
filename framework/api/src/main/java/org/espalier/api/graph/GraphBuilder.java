package org.espalier.api.graph;

import java.util.List;
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
     * @param start how its links start, for example one of {@link Initialisation}
     */
    Weight weight(String name, int rows, int columns, StartValues start);

    /**
     * The trained links of a convolution: {@code [rows][channels][height][width]}, seen as a matrix of
     * {@code channels * height * width} columns.
     *
     * @param name what it is in its layer, for example {@code weight}
     * @param rows channels it gives
     * @param channels channels it takes, of one group
     */
    Weight kernel(String name, int rows, int channels, Window window, StartValues start);

    /**
     * Trained numbers that start at one value.
     *
     * @param name what they are in their layer, for example {@code bias}
     */
    Vector vector(String name, int size, double start);

    // ---- products

    /**
     * At each position the product with a matrix: {@code y = W x + b}.
     *
     * @param weight no other operation's, but the table of an embedding before it may be one (Press and Wolf, "Using the
     *     Output Embedding to Improve Language Models", EACL 2017)
     */
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

    /** The product of two nodes of one shape, element by element. */
    Node multiply(Node a, Node b);

    /**
     * A function of every element.
     *
     * @param constants finite, as many as the function has; of a clamp in ascending order
     */
    Node unary(Node input, Unary function, double... constants);

    /** A function of the elements of two nodes of one shape. */
    Node pairwise(Node a, Node b, Pairwise function);

    /** At each position a number for each feature is added: {@code y[f] = x[f] + v[f]}. */
    Node addByFeature(Node input, Vector vector);

    /** The sum of all features of each position: one feature. */
    Node featureSum(Node input);

    /** The mean of all features of each position: one feature. */
    default Node featureMean(Node input) {
        return unary(featureSum(input), Unary.SCALE, 1.0 / input.features());
    }

    /** The largest of all features of each position: one feature. Of equal values the first passes the gradient on. */
    Node featureMax(Node input);

    /**
     * The features of each position times a number of that position: {@code y[f] = x[f] · w}.
     *
     * @param factors one feature at each of the input's positions
     */
    Node multiplyByPosition(Node input, Node factors);

    /** The same numbers; to the gradient of the loss they are constants. */
    Node stopGradient(Node input);

    // ---- experts

    /**
     * The softmax of the largest features of each position, {@code y_f = exp(x_f) / Σ_kept exp(x)}; the others become 0. Of
     * equal features the first are kept.
     *
     * @param largest how many are kept, from 1 to all
     */
    Node softmax(Node input, int largest);

    /**
     * The largest features of each position; the others become 0. Of equal features the first are kept.
     *
     * @param largest how many are kept, from 1 to all
     */
    Node topK(Node input, int largest);

    /**
     * A mixture of experts (Shazeer et al., "Outrageously Large Neural Networks", ICLR 2017): {@code y = Σ_e g_e E_e(x)} at each
     * position, where only experts with {@code g_e} other than 0 compute. Every position is sent to all of them; see
     * {@link #capacity} for experts without room for all.
     *
     * @param gates the weight of each expert at each position, {@code [experts]} features
     * @param routes most experts of a position
     * @param expert builds one expert out of products, activations, sums and products of elements; it is built once, and every
     *     expert gets parameters of its own, with its number between the layer's name and theirs
     */
    Node experts(Node input, Node gates, int routes, Layer expert);

    /**
     * Adds to the loss what grows when few experts see most positions (Fedus, Zoph and Shazeer, "Switch Transformers", JMLR
     * 2022): {@code weight · E Σ_e f_e P_e} with the share f_e of routes that go to the expert, a constant for the gradient, and
     * the mean P_e of its probability over live positions. It is 1 times the weight when all are seen alike.
     *
     * @param probabilities of each expert at each position
     * @param gates as given to {@link #experts}
     * @param over what the share of routes is counted over; the mean is always that of the batch. Over a step, several batches
     *     may each prefer experts of their own as long as they prefer different ones (Qiu et al., "Demons in the Detail: On
     *     Implementing Load Balancing Loss for Training Specialized Mixture-of-Expert Models", ACL 2025)
     */
    void balance(Node probabilities, Node gates, double weight, BalanceOver over);

    /**
     * Adds to the loss, in training, {@code weight} times the squared coefficient of variation of the features' sums s over live
     * positions: {@code E Σ_e s_e² / (Σ_e s_e)² - 1} for E features, the variance being divided by E. It is 0 when all sums are
     * equal, and of gates it is the importance loss of Shazeer et al. (ICLR 2017).
     *
     * @param weight finite and at least 0
     */
    void variation(Node input, double weight);

    /**
     * Puts features in an order that is learned (the local search of Ibrahim et al., "COMET", KDD 2023):
     * {@code y_j = Σ_i x_i P_ij}. P is the Sinkhorn normalisation of {@code A / τ}, with τ falling from 1e-3 to 1e-7 and 20 to 150
     * rounds, in the given number of batches of training; after them, and whenever nothing is trained, the permutation that has
     * the largest sum of A. A is no parameter of the optimizer: it starts at 0, and in each of those batches its entries go
     * against the gradient of the loss, the one that goes farthest by 1e-3. With noise, a batch of the search sees
     * {@code (A + noise · Gumbel) / τ} with standard Gumbel numbers of its own (Mena et al., "Learning Latent Permutations with
     * Gumbel-Sinkhorn Networks", ICLR 2018), so that it tries orders near the best one as well. A is kept beside the parameters; once it is a
     * permutation it stays, in later phases as well.
     *
     * @param input at most 64 features
     * @param name what A is in its layer, for example {@code order}
     * @param batches of a phase in which it is learned, at least 1
     * @param noise at least 0; entries of A move by thousandths
     */
    Node permute(Node input, String name, int batches, double noise);

    /**
     * Gates of which each expert keeps as many positions as it has room for (Shazeer et al., ICLR 2017; Fedus, Zoph and Shazeer,
     * "Switch Transformers", JMLR 2022): of T live positions of a batch and E experts {@code ⌈factor · routes · T / E⌉}. Examples
     * are served in their order, and of an example its positions; first the largest gate of each, then the second, and so on; of
     * equal gates of a position the first. A gate that finds no room becomes 0 and gets no gradient: the expert does not see
     * that position, and the mixture gives what other experts make of it, or 0.
     *
     * @param gates {@code [experts]} features
     * @param routes most gates of a position that are not 0
     * @param training the factor in training, at least 0; 0: nothing is dropped
     * @param evaluation the factor otherwise. What the network makes of an example then depends on others of its batch
     */
    Node capacity(Node gates, int routes, double training, double evaluation);

    /**
     * How often each token stands in the training examples, {@code [vocabulary]}, when the model takes token numbers. Zeros
     * where there are no data.
     *
     * @throws org.espalier.api.EspalierException when the data hold something else than tokens below the vocabulary
     */
    long[] tokenCounts(int vocabulary);

    /**
     * Names a feature by the token that the model takes at each position: that feature is 1, the others are 0. The table is kept
     * beside the parameters, so that a network that is stored keeps its own, whatever data it is given.
     *
     * @param like what is at the positions of the tokens, one position for each
     * @param name what the table is in its layer, for example {@code table}
     * @param features how many there are to be named
     * @param table the feature of each token, {@code [vocabulary]}, from 0 to below the number of features
     */
    Node byToken(Node like, String name, int features, int... table);

    /**
     * Adds to the loss, in training, {@code weight} times the mean over live positions of the sum of all features.
     *
     * @param weight finite
     */
    void penalty(Node input, double weight);

    // ---- links between examples

    /**
     * At each example the weighted sum of its neighbours, {@code y_i = Σ_j w_ij x_j}, with the links between examples that the
     * data have. A batch then holds all examples.
     *
     * @param input one position for each example
     */
    Node aggregate(Node input, Aggregation aggregation);

    // ---- sequences

    /**
     * The rows of a table that token numbers name: {@code y[p] = table[token_p]}.
     *
     * @param tokens data, not computed: features at one position are taken for a sequence; else one feature at each
     *     position
     * @param table {@code [vocabulary][features]}
     */
    Node embedding(Node tokens, Weight table);

    /**
     * Learned positions: {@code y[p] = x[p] + table[p]}.
     *
     * @param table {@code [positions][features]}
     */
    Node addPositions(Node input, Weight table);

    /**
     * Rotary positions (Su et al., "RoFormer", 2021): in each head of size d the pair {@code (x_i, x_{i + d/2})} at
     * position p is turned by the angle {@code p · base^(-2i/d)}.
     *
     * @param heads how many heads the features are
     */
    Node rotary(Node input, int heads, double base);

    /**
     * Scaled dot-product attention (Vaswani et al., "Attention Is All You Need", 2017): for each head of size d
     * {@code y_t = Σ_s softmax_s(q_t · k_s / √d) v_s}. With fewer key heads, several query heads side by side share one
     * (Ainslie et al., "GQA", 2023). The three nodes are different ones.
     *
     * @param queries {@code [heads * d]} features at each position
     * @param keys {@code [keyHeads * d]} features at each position
     * @param values like the keys
     * @param causal whether a position sees itself and those before it only; keys then have as many as queries
     */
    Node attention(Node queries, Node keys, Node values, int heads, int keyHeads, boolean causal);

    /**
     * A recurrence over the positions of a sequence, from the first to the last; it starts at zero.
     *
     * @param input what comes into the gates of each unit, gate by gate: {@code [gates * units]} features
     * @param recurrent {@code [gates * units][units]}
     * @param bias of the recurrent product, {@code [gates * units]}
     * @return the outputs of all steps, {@code [units]} features
     */
    Node recurrence(Node input, Weight recurrent, Optional<Vector> bias, Recurrence cell);

    // ---- shape

    /** All features of an example at one position: {@code [height, width, channels]} in this order. */
    Node flatten(Node input);

    /**
     * A larger picture with fewer channels (Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient
     * Sub-Pixel Convolutional Neural Network", CVPR 2016): {@code y[c, h r + i, w r + j] = x[c r² + i r + j, h, w]}.
     *
     * @param input a picture whose channels are a multiple of r²
     * @param factor r, at least 1
     */
    Node pixelShuffle(Node input, int factor);

    /** The features from … to - 1 of each position. */
    Node slice(Node input, int from, int to);

    /**
     * The features of several nodes, one after the other.
     *
     * @param inputs at least one, all with the same positions
     */
    Node concat(List<Node> inputs);

    /**
     * The maximum over a window, channel by channel; positions outside of the picture do not count. Of equal values the
     * first passes the gradient on.
     */
    Node maxPool(Node input, Window window);

    /** The mean over a window, channel by channel; positions outside of the picture count as 0. */
    Node averagePool(Node input, Window window);

    // ---- looking inside

    /**
     * Names a node, so that what it holds can be measured: a tap of this name behind the layer's. What every layer gives is a
     * tap of the layer's name without asking. A node that has a name is computed for itself, and not as a part of what comes
     * after it.
     *
     * @param name what it is in its layer, for example {@code probabilities}; no other of the layer's
     * @return the node, of the same shape
     * @throws org.espalier.api.EspalierException when the layer has another of this name, in a loss, and inside an expert
     */
    Node tap(String name, Node node);

    // ---- mathematics outside of this list

    /**
     * A function of the plugin's own at every position.
     *
     * @param inputs at least one, all with the same positions
     */
    Node apply(PluginOp operation, Node... inputs);

    // ---- normalisation and noise

    /**
     * Batch normalisation (Ioffe and Szegedy, ICML 2015), feature by feature:
     * {@code y = scale (x - mean) / sqrt(variance + epsilon) + shift}. In training mean and variance are those of the
     * batch: over live examples and all their positions, the variance divided by their number. Otherwise they are the
     * running ones, which the network keeps beside its parameters and which follow those of the batch whenever the
     * optimizer makes a step: {@code running + momentum (batch - running)}, with the variance divided by the number less
     * one. They are named after the scale: {@code bn.running_mean} and {@code bn.running_var} for {@code bn.scale}.
     *
     * @param momentum in (0, 1]
     * @param epsilon greater than 0
     */
    Node batchNorm(Node input, Vector scale, Vector shift, double momentum, double epsilon);

    /**
     * Layer normalisation (Ba, Kiros and Hinton, 2016) of the features of each position:
     * {@code y = scale (x - mean) / sqrt(variance + epsilon) + shift}, the variance divided by the number of features.
     *
     * @param epsilon greater than 0
     */
    Node layerNorm(Node input, Vector scale, Optional<Vector> shift, double epsilon);

    /**
     * Layer normalisation without the mean (Zhang and Sennrich, NeurIPS 2019):
     * {@code y = scale x / sqrt(mean of x² + epsilon)}.
     *
     * @param epsilon greater than 0
     */
    Node rmsNorm(Node input, Vector scale, double epsilon);

    /**
     * In training each element becomes 0 with a probability, and is divided by the probability to stay otherwise
     * (Srivastava et al., JMLR 2014); else nothing happens. What is drawn depends on the seed, the layer, the step and the
     * element alone.
     *
     * @param rate the probability of 0, in [0, 1)
     */
    Node dropout(Node input, double rate);

    /**
     * In training a standard normal number for each element of a node of this shape, else 0; a constant to the gradient. What is
     * drawn depends on the seed, the layer, the step and the element alone. It costs two functions of {@link StrictMath} an
     * element: for gates and the like, not for whole pictures.
     */
    Node normalNoise(Node shape);

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

    /**
     * Binary cross-entropy, the mean over live examples and features of
     * {@code -t log sigmoid(x) - (1 - t) log(1 - sigmoid(x))}: every feature answers a yes-or-no question of its own. With
     * class labels the target is one-hot.
     *
     * @param logits {@code [features][examples]}
     * @return the loss, a scalar
     */
    Node binaryCrossEntropy(Node logits);

    /**
     * Huber's loss (Huber, "Robust Estimation of a Location Parameter", 1964), the mean over live examples and features
     * of {@code d² / 2} where {@code |d| <= delta} and {@code delta (|d| - delta / 2)} elsewhere, with the difference d of
     * prediction and target. With class labels the target is one-hot.
     *
     * @param predictions {@code [features][examples]}
     * @param delta greater than 0
     * @return the loss, a scalar
     */
    Node huber(Node predictions, double delta);

    /**
     * What the phase's teacher gives for the same examples: a network that does not train, as an evaluation sees it. Its shape
     * is that of the model's output. Only for losses.
     *
     * @throws org.espalier.api.EspalierException when the phase has no teacher
     */
    Node teacher();

    /**
     * Kullback-Leibler divergence of a softmax from probabilities that a teacher gives, the mean over live examples of
     * {@code Σ_c p_c (log p_c - log softmax(logits)_c)}, where a p of 0 adds nothing.
     *
     * @param logits {@code [classes][examples]}
     * @param probabilities {@code [classes][examples]}, computed from {@link #teacher} alone; they have no gradient
     * @return the loss, a scalar
     */
    Node klDivergence(Node logits, Node probabilities);

    /**
     * A weighted sum of losses: {@code Σ weights_i losses_i}.
     *
     * @param losses what operations of this graph for losses gave; those that the data judge read the same positions
     * @param weights as many, finite and at least 0
     * @return the loss, a scalar
     */
    Node weightedSum(List<Node> losses, double... weights);

    /**
     * Kullback-Leibler divergence of the softmax from target probabilities, the mean over live examples of
     * {@code Σ_c t_c (log t_c - log softmax(logits)_c)}, where a target of 0 adds nothing. With class labels the target is
     * one-hot.
     *
     * @param logits {@code [classes][examples]}
     * @return the loss, a scalar
     */
    Node klDivergence(Node logits);
}
