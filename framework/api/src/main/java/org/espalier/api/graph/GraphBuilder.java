package org.espalier.api.graph;

import org.osgi.annotation.versioning.ProviderType;

/** The operations a part of the contract <i>graph</i> can use. Every operation is differentiable in its inputs. */
@ProviderType
public interface GraphBuilder {
    /**
     * Softmax cross-entropy, the mean over live examples of {@code -Σ_c q_c log softmax(logits)_c} with
     * {@code q = (1 - smoothing) onehot(label) + smoothing / classes} (Szegedy et al., "Rethinking the Inception
     * Architecture for Computer Vision", CVPR 2016).
     *
     * @param logits {@code [classes][examples]}
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
