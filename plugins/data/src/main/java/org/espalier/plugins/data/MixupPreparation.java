package org.espalier.plugins.data;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Preparation;

/**
 * In training mixes each example with another one, and their targets alike (Zhang, Cissé, Dauphin and Lopez-Paz, "mixup:
 * Beyond Empirical Risk Minimization", 2018): {@code x = λ x_i + (1 - λ) x_j} and {@code y = λ y_i + (1 - λ) y_j}, where λ
 * has the distribution Beta(α, α) and j is any training example. The paper takes j from the same batch; here each example
 * is mixed by itself, so that it does not matter how batches are made.
 */
@Plugin(
        name = "mixup",
        doc =
                "In training mixes each example with another one drawn at random, and their targets alike; classes are then"
                        + " learnt with loss 'kl-divergence'.")
public final class MixupPreparation implements Preparation {
    private final Options options;

    /** Options of {@link MixupPreparation}. */
    public record Options(
            @Option(
                    doc =
                            "How evenly two examples are mixed: near 0 hardly at all, with 1 in any proportion alike (the α"
                                    + " of the paper).",
                    byDefault = "0.2",
                    range = "(0, 1]")
            double alpha) {}

    @Inject
    public MixupPreparation(Options options) {
        this.options = options;
    }

    @Override
    public Dataset apply(Dataset data) {
        if (data.positions() > 1) {
            throw new EspalierException("'mixup' takes examples with one target; those of '" + data.name() + "' have "
                    + data.positions() + " positions with a label.");
        }
        if (data.graph().isPresent()) {
            throw new EspalierException(
                    "'mixup' cannot mix the examples of '" + data.name() + "', which are linked with each other.");
        }
        return data.with(
                new MixedExamples(data.train(), data.features(), data.targets(), options.alpha()), data.test());
    }
}
