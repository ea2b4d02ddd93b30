package org.espalier.core.graph;

import java.util.Optional;
import org.espalier.api.MatrixShape;
import org.espalier.core.model.VectorSpec;

/**
 * A use of a feature by features that stay when it goes.
 *
 * @param weight multiplies the feature, by its column or channel of this number, which goes with the feature; empty: the
 *     feature is added up as it is
 * @param bias takes what a feature that never changes adds to each row
 * @param sums what has the sums of the rows, when there is no bias: a feature that never changes adds the same to every
 *     position of it; when neither is there, nothing can take exactly what it adds
 */
public record Reading(
        Value value,
        int feature,
        Optional<MatrixShape> weight,
        int channel,
        Optional<VectorSpec> bias,
        Optional<Value> sums) {
    /** A feature that a weight multiplies, of which nothing can take what it adds. */
    public static Reading by(MatrixShape weight, int channel, Value value, int feature) {
        return new Reading(value, feature, Optional.of(weight), channel, Optional.empty(), Optional.empty());
    }

    /** A feature of a sum. */
    public static Reading sum(Value value, int feature) {
        return new Reading(value, feature, Optional.empty(), 0, Optional.empty(), Optional.empty());
    }
}
