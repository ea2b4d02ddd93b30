package org.espalier.plugins.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads products with weights, and batch normalisation. */
final class ReadProducts {
    static final Set<String> TYPES = Set.of("Conv", "Gemm", "MatMul", "BatchNormalization");

    private final Parameters parameters;
    private final LayerNames names;
    private final ReadSequences sequences;
    /** Layers without a bias that could have one, by what they give. */
    private final Map<String, String> withoutBias = new HashMap<>();

    /**
     * @param sequences knows the tables that products are tied to
     */
    ReadProducts(Parameters parameters, LayerNames names, ReadSequences sequences) {
        this.parameters = parameters;
        this.names = names;
        this.sequences = sequences;
    }

    Piece read(Operator operator, String input, Layout in) {
        return switch (operator.type()) {
            case "Conv" -> convolution(operator, input, in);
            case "Gemm" -> matrix(operator, input, in);
            case "MatMul" -> product(operator, input, in);
            default -> norm(operator, input, in);
        };
    }

    /** Whether what follows may add a bias. */
    boolean takesBias(String output) {
        return withoutBias.containsKey(output);
    }

    void bias(Operator operator, String output, String tensor, List<Integer> order) {
        String layer = Objects.requireNonNull(withoutBias.remove(output));
        int size = parameters.tensor(operator, tensor).sizes().stream().reduce(1, Math::multiplyExact);
        parameters.vector(operator, tensor, layer + ".bias", size, order, 1);
    }

    private Piece convolution(Operator operator, String input, Layout in) {
        operator.require(
                in.isPicture() && in.featuresFirst(),
                "takes " + in.fileSizes() + "; a convolution is imported over a picture with its channels first");
        Stored weight = parameters.tensor(operator, operator.input(1));
        List<Integer> sizes = weight.sizes();
        int groups = (int) Math.clamp(operator.whole("group", 1), 0, Integer.MAX_VALUE);
        operator.require(
                sizes.size() == 4
                        && groups > 0
                        && (long) sizes.get(1) * groups == in.features()
                        && sizes.getFirst() % groups == 0,
                "has a weight of " + sizes + " in " + groups + " groups for " + in.features() + " channels");
        ReadWindow window = ReadWindow.of(operator, in, sizes.get(2), sizes.get(3));
        String layer = names.of(operator.input(1), "conv");
        StringBuilder said = new StringBuilder("conv '" + layer + "', filters: " + sizes.getFirst());
        said.append(", kernel: ").append(window.size());
        window.options(said);
        said.append(groups == 1 ? "" : ", groups: " + groups);
        Matrix matrix = weight.matrix();
        parameters.matrix(
                layer + ".weight",
                matrix,
                sizes.stream().mapToInt(Integer::intValue).toArray());
        Layout out = Layout.picture(window.height(in), window.width(in), sizes.getFirst());
        return finished(operator, input, layer, said, operator.optional(2), sizes.getFirst(), 1, out);
    }

    private Piece finished(
            Operator operator,
            String input,
            String layer,
            StringBuilder said,
            Optional<String> bias,
            int rows,
            double times,
            Layout out) {
        bias.ifPresent(tensor -> parameters.vector(operator, tensor, layer + ".bias", rows, List.of(), times));
        if (bias.isEmpty()) {
            said.append(Piece.NO_BIAS);
            withoutBias.put(operator.output(), layer);
        }
        return Piece.open(input, out, said.toString());
    }

    private Piece matrix(Operator operator, String input, Layout in) {
        operator.require(operator.whole("transA", 0) == 0, "turns what comes in");
        operator.require(in.isFlat(), "takes " + in.fileSizes() + "; it is read of flat features");
        boolean turned = operator.whole("transB", 0) == 0;
        return dense(
                operator,
                input,
                in,
                turned,
                operator.number("alpha", 1),
                operator.optional(2),
                operator.number("beta", 1));
    }

    private Piece product(Operator operator, String input, Layout in) {
        return dense(operator, input, in, true, 1, Optional.empty(), 1);
    }

    /** @param turned whether the columns of the stored matrix are what it gives */
    private Piece dense(
            Operator operator,
            String input,
            Layout in,
            boolean turned,
            double times,
            Optional<String> bias,
            double biasTimes) {
        operator.require(
                in.featuresLast(), "multiplies the last axis of a picture; a dense layer here multiplies channels");
        Stored weight = parameters.tensor(operator, operator.input(1));
        operator.require(
                weight.sizes().size() == 2 && weight.sizes().get(turned ? 0 : 1) == in.features(),
                "has a weight of " + weight.sizes() + " for " + in.features() + " features");
        Matrix matrix = turned ? weight.matrix().transposed() : weight.matrix();
        if (!in.order().isEmpty()) {
            matrix = matrix.columns(in.order());
        }
        matrix = times == 1 ? matrix : matrix.times(times);
        String layer = names.of(operator.input(1), "dense");
        StringBuilder said = new StringBuilder("dense '" + layer + "', units: " + matrix.rows());
        Optional<String> table = sequences.tied(matrix);
        if (table.isPresent()) {
            said.append(", tied: '").append(table.get()).append("'");
        } else {
            parameters.matrix(layer + ".weight", matrix, matrix.rows(), matrix.columns());
        }
        Layout out = in.withFeatures(matrix.rows());
        return finished(operator, input, layer, said, bias, matrix.rows(), biasTimes, out);
    }

    private Piece norm(Operator operator, String input, Layout in) {
        operator.require(
                operator.whole("training_mode", 0) == 0, "is in training; export the network as it is when it is used");
        operator.require(in.featuresFirst(), "normalises something else than channels or features");
        String layer = names.of(operator.input(1), "norm");
        List<String> parts = List.of("scale", "shift", "running_mean", "running_var");
        for (int i = 0; i < parts.size(); i++) {
            parameters.vector(
                    operator, operator.input(i + 1), layer + "." + parts.get(i), in.features(), in.order(), 1);
        }
        List<String> options = new ArrayList<>(List.of("batchNorm '" + layer + "'"));
        double epsilon = operator.number("epsilon", 1e-5);
        if ((float) epsilon != 1e-5f) {
            options.add("epsilon: " + ReadLayers.said(epsilon));
        }
        double momentum = 1 - operator.number("momentum", 0.9);
        if ((float) momentum != 0.1f && momentum > 0 && momentum <= 1) {
            options.add("momentum: " + ReadLayers.said(Math.round(momentum * 1e6) / 1e6));
        }
        return Piece.open(input, in, String.join(", ", options));
    }
}
