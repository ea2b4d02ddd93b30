package org.espalier.plugins.data;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Preparation;

/** Multiplies every feature by a constant. */
@Plugin(name = "scale", doc = "Multiplies every feature by a constant.")
public final class ScalePreparation implements Preparation {
    private final Options options;

    /** Options of {@link ScalePreparation}. */
    public record Options(
            @Option(doc = "What every feature is multiplied by.")
            double factor) {
        public Options {
            if (Double.isNaN(factor) || Double.isInfinite(factor)) {
                throw new IllegalArgumentException("factor must be a finite number, was " + factor);
            }
        }
    }

    @Inject
    public ScalePreparation(Options options) {
        this.options = options;
    }

    @Override
    public Dataset apply(Dataset data) {
        float factor = (float) options.factor();
        return data.with(
                new ScaledExamples(data.train(), data.features(), factor, 0),
                new ScaledExamples(data.test(), data.features(), factor, 0));
    }
}
