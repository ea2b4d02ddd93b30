package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Plugin;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Preparation;

/**
 * Makes the inputs, as prepared so far, the targets: what an autoencoder learns. What training changes at random is changed in
 * the inputs alone, so that the targets stay clean. Classes are forgotten.
 */
@Plugin(
        name = "reconstruct",
        doc = "The inputs become the targets, for autoencoders with the loss squared-error. Say it after other"
                + " preparations; what they draw at random does not reach the targets.")
public final class ReconstructPreparation implements Preparation {
    /** {@link ReconstructPreparation} has no options. */
    public record Options() {}

    @Inject
    public ReconstructPreparation(Options options) {}

    @Override
    public Dataset apply(Dataset data) {
        return new Dataset(
                data.name(),
                data.shape(),
                data.features(),
                List.of(),
                new ReconstructedExamples(data.train()),
                new ReconstructedExamples(data.test()),
                data.digests(),
                data.graph(),
                data.featureNames());
    }
}
