package org.espalier.plugins.regularizers;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Dial;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;

/**
 * Computes the loss and its gradients with weights to which normal noise was added, and updates the weights without it
 * (Murray and Edwards, "Enhanced MLP performance and fault tolerance resulting from synaptic weight noise during training",
 * IEEE Transactions on Neural Networks 1994). Links that are not stored get none; vectors are left alone.
 */
@Plugin(name = "weight-noise", doc = "Adds normal noise to weights while the loss and its gradients are computed.")
@Claims(edits = Claim.EFFECTIVE_VALUES)
public final class WeightNoise implements Rule {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "The standard deviation of the noise.", byDefault = "0.01", range = "[0, inf)")
            Dial deviation) {}

    @Inject
    public WeightNoise(Options options) {
        this.options = options;
    }

    @Override
    public Set<Point> points() {
        return Set.of(Point.BEFORE_FORWARD);
    }

    @Override
    public void act(Point point, RuleStep step) {
        double deviation = options.deviation().value();
        for (int p = 0; p < step.parameters().size(); p++) {
            RuleParameter parameter = step.parameters().get(p);
            if (deviation > 0 && parameter.weight()) {
                long key = RandomStream.bits(step.key(), p);
                float[] values = parameter.values();
                for (int k = 0; k < parameter.count(); k++) {
                    values[k] = (float) Math.fma(deviation, RandomStream.normal(key, k), values[k]);
                }
                parameter.putValues();
            }
        }
    }
}
