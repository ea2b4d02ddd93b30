package org.espalier.core.operation;

import java.util.List;
import java.util.function.ToLongFunction;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Value;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;

/** Batch normalisation: by the batch in training, by running statistics otherwise. */
public record BatchNorm(
        String label,
        Value input,
        Value output,
        VectorSpec scale,
        VectorSpec shift,
        StatisticSpec mean,
        StatisticSpec variance,
        double epsilon)
        implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        return FeatureSums.bytes(planes.plane(input), training) + 6L * 4 * input.features();
    }

    @Override
    public Pass bind(Binding binding) {
        return new BatchNormPass(this, binding);
    }
}
