package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.MatrixShape;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Flow;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Grid;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Reading;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.model.VectorSpec;

/**
 * A product with a weight at every position, or over a window around it, with bias and perhaps ReLU: a linear layer is a
 * convolution with a window of one place.
 *
 * @param label for people
 * @param shape of the weight, and its name
 * @param activation NONE or RELU
 */
public record Product(
        String label,
        Value input,
        Value output,
        MatrixShape shape,
        Optional<VectorSpec> bias,
        Window window,
        int groups,
        Activation activation)
        implements Operation {

    /** The same product with ReLU after it. */
    public Product withRelu(Value newOutput) {
        return new Product(label, input, newOutput, shape, bias, window, groups, Activation.RELU);
    }

    /** Whether every example has one position only, so that whole planes are multiplied at once. */
    boolean point() {
        return pointwise() && input.positions().positions() == 1;
    }

    /** Whether an output position depends on the input at that position only. */
    public boolean pointwise() {
        return window.equals(Window.POINT) && groups == 1;
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public int inputBorder() {
        return Math.max(window.paddingY(), window.paddingX());
    }

    @Override
    public int outputBorder() {
        if (!input.trained()) {
            return 0;
        }
        Grid from = input.positions();
        Grid to = output.positions();
        return Math.max(
                overhang(
                        from.height(),
                        to.height(),
                        window.height(),
                        window.strideY(),
                        window.paddingY(),
                        window.dilationY()),
                overhang(
                        from.width(),
                        to.width(),
                        window.width(),
                        window.strideX(),
                        window.paddingX(),
                        window.dilationX()));
    }

    /** How far beyond the output the gradient of an input position reaches. */
    private static int overhang(int from, int to, int taps, int stride, int padding, int dilation) {
        int before = dilation * (taps - 1) / stride - padding / stride;
        int after = (from - 1 + padding) / stride - (to - 1);
        return Math.max(0, Math.max(before, after));
    }

    @Override
    public boolean masks() {
        return activation == Activation.RELU;
    }

    @Override
    public boolean appliesMask() {
        return true;
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        long stored = links.applyAsLong(shape.name());
        if (point()) {
            return 4L * shape.columns() + 16L * planes.plane(input).tiles();
        }
        long tables = 16L * planes.plane(output).tiles();
        long columns = 4 * stored;
        long scratch = training ? Binding.CHUNKS * TileKernels.LANE_BYTES : 0;
        long transposed =
                training && input.trained() ? 24L * planes.plane(input).tiles() + 12 * stored : 0;
        return tables + columns + scratch + transposed;
    }

    @Override
    public void couple(Coupling coupling) {
        for (int row = 0; row < output.features(); row++) {
            coupling.row(shape.name(), row, output, row);
            if (bias.isPresent()) {
                coupling.row(bias.get().name(), row, output, row);
            }
        }
        if (groups == 1) {
            for (int channel = 0; channel < input.features(); channel++) {
                coupling.read(reading(channel));
            }
        } else if (shape.channels() == 1) {
            coupleDepthwise(coupling);
        } else {
            coupleGroups(coupling);
        }
    }

    @Override
    public Operation resized(Resizing sizes) {
        return with(sizes);
    }

    @Override
    public void constants(Constants known) {
        for (int row = 0; row < output.features(); row++) {
            known.set(output, row, constant(row, known));
        }
    }

    /** Under padding a channel that never changes adds less at the border, which no number for all positions can take. */
    private Reading reading(int channel) {
        if (window.paddingY() > 0 || window.paddingX() > 0) {
            return Reading.by(shape, channel, input, channel);
        }
        Optional<Value> sums = bias.isEmpty() && activation == Activation.NONE ? Optional.of(output) : Optional.empty();
        return new Reading(input, channel, Optional.of(shape), channel, bias, sums);
    }

    /** A channel that comes in goes with the rows that read nothing else. */
    private void coupleDepthwise(Coupling coupling) {
        for (int row = 0; row < output.features(); row++) {
            coupling.tie(input, row / (output.features() / groups), output, row);
        }
    }

    /** Groups stay equally large: what has one place in its group goes with that of the other groups. */
    private void coupleGroups(Coupling coupling) {
        int rows = output.features() / groups;
        for (int row = 0; row < output.features(); row++) {
            coupling.tie(output, row % rows, output, row);
        }
        for (int channel = 0; channel < input.features(); channel++) {
            int place = channel % shape.channels();
            coupling.read(Reading.by(shape, place, input, channel));
        }
    }

    Product with(Resizing sizes) {
        Value in = sizes.value(input);
        MatrixShape weight = sizes.weight(shape);
        return new Product(
                label,
                in,
                sizes.value(output),
                weight,
                bias.map(sizes::vector),
                window,
                in.features() / weight.channels(),
                activation);
    }

    /** What an output feature always is, NaN when it changes. */
    float constant(int row, Constants known) {
        int group = row / (output.features() / groups);
        if (!known.silent(shape, row, input, group * shape.channels())) {
            return Float.NaN;
        }
        float constant = bias.isPresent() ? known.number(bias.get(), row) : 0;
        return activation == Activation.RELU ? Math.max(constant, 0) : constant;
    }

    /** Its bias adds nothing. */
    @Override
    public Optional<Flow> flow() {
        int[][] places = WindowPlaces.byTap(window, input.positions(), output.positions());
        return Optional.of(walk -> walk.weigh(shape, groups, input, output, places));
    }

    /** What it is to exporters, of one that is pointwise. */
    NetworkOperation.Linear linear() {
        return new NetworkOperation.Linear(shape.name(), bias.map(VectorSpec::name), activation);
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(
                pointwise()
                        ? linear()
                        : new NetworkOperation.Convolution(
                                shape.name(), bias.map(VectorSpec::name), window, groups, activation));
    }

    @Override
    public boolean multipliesBy(String weight) {
        return shape.name().equals(weight);
    }

    @Override
    public boolean bf16(String weight) {
        return multipliesBy(weight) && point();
    }

    @Override
    public Pass bind(Binding binding) {
        if (!point()) {
            return new TileProductPass(this, binding);
        }
        return binding.weight(shape.name()).bf16()
                ? new Bf16ProductPass(this, binding)
                : new PointProductPass(this, binding);
    }
}
