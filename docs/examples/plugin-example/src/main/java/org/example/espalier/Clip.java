package org.example.espalier;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ParameterEditor;
import org.espalier.api.loop.Transform;

/** Brings every weight that is too large to a bound: a transform, applied between phases. */
@Plugin(name = "clip", doc = "Brings weights outside a bound to it.")
public final class Clip implements Transform {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "The largest size a weight may have.", range = "(0, inf)")
            double bound) {}

    @Inject
    public Clip(Options options) {
        this.options = options;
    }

    @Override
    public void apply(NetworkEditor network) {
        float bound = (float) options.bound();
        for (ParameterEditor parameter : network.parameters()) {
            if (parameter.role() == ParameterEditor.Role.WEIGHT) {
                float[] values = parameter.values();
                for (int k = 0; k < values.length; k++) {
                    values[k] = Math.clamp(values[k], -bound, bound);
                }
                parameter.set(values);
            }
        }
    }
}
