package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Flow;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Resizing;
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
    public void couple(Coupling coupling) {
        coupling.tie(input, output);
        coupling.shift(input, mean, -1);
        coupling.numbers(scale, output);
        coupling.numbers(shift, output);
        for (int feature = 0; feature < output.features(); feature++) {
            coupling.row(mean.name(), feature, output, feature);
            coupling.row(variance.name(), feature, output, feature);
        }
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new BatchNorm(
                label,
                sizes.value(input),
                sizes.value(output),
                sizes.vector(scale),
                sizes.vector(shift),
                sizes.statistic(mean),
                sizes.statistic(variance),
                epsilon);
    }

    @Override
    public void constants(Constants known) {
        for (int feature = 0; feature < output.features(); feature++) {
            float factor = known.scale(scale, feature);
            float shifted = known.number(shift, feature);
            if (factor != 0) {
                double deviation = Math.sqrt(known.number(variance, feature) + epsilon);
                double centred = known.of(input, feature) - known.number(mean, feature);
                shifted += (float) (centred / deviation * factor);
            }
            known.set(output, feature, shifted);
        }
    }

    /** By its running variance; means and shifts carry nothing. */
    @Override
    public Optional<Flow> flow() {
        return Optional.of(walk -> {
            for (int feature = 0; feature < output.features(); feature++) {
                double deviation = Math.sqrt(walk.number(variance, feature) + epsilon);
                double factor = Math.abs(walk.number(scale, feature)) / deviation;
                for (int position = 0; position < output.positions().positions(); position++) {
                    walk.carry(input, feature, position, output, feature, position, factor);
                }
            }
        });
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(
                new NetworkOperation.BatchNorm(scale.name(), shift.name(), mean.name(), variance.name(), epsilon));
    }

    @Override
    public Pass bind(Binding binding) {
        return new BatchNormPass(this, binding);
    }
}
