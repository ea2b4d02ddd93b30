package org.espalier.core.train;

import java.util.Optional;
import org.espalier.api.score.LinkView;

/**
 * What the engine worked out for a criterion beside values and gradients, of one weight.
 *
 * @param flows {@link LinkView#flow} by link; empty: none
 * @param products {@link LinkView#hessianGradient} by stored value; empty: 0
 */
record Collected(double[] flows, float[] products) {
    static final Collected NOTHING = new Collected(new double[0], new float[0]);

    static Collected of(String weight, Optional<SynapticFlow> flow, Optional<HessianGradient> curvature) {
        return new Collected(
                flow.map(known -> known.shares(weight)).orElse(NOTHING.flows),
                curvature.map(known -> known.of(weight)).orElse(NOTHING.products));
    }

    double flow(int link) {
        return flows.length == 0 ? 0 : flows[link];
    }

    float hessianGradient(int stored) {
        return products.length == 0 ? 0 : products[stored];
    }
}
