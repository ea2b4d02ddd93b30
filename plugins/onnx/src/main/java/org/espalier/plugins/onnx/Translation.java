package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.border.NetworkView;
import org.espalier.api.border.TensorView;
import org.espalier.api.graph.Node;

/** A network in the operators of ONNX. */
final class Translation {
    /** The version of the file format, and of the operators. */
    private static final int FORMAT = 8;

    private static final int OPERATORS = 17;

    /** What a file of this format can hold. */
    private static final long LARGEST = Integer.MAX_VALUE;

    private final ModelView model;
    private final GraphFile graph = new GraphFile();
    private final Values values = new Values(graph);
    private final TokenNodes tokens;
    private final Recurrences recurrences;
    private final Products products;
    private final Elements elements;
    private final Experts experts;
    private final Windows windows;
    private final Sequences sequences;

    /**
     * @param sparse whether links are written as links where that is smaller
     */
    Translation(ModelView model, boolean sparse) {
        this.model = model;
        NetworkView network = model.network();
        Initialisers parameters = new Initialisers(model.parameters(), sparse, graph);
        this.tokens = new TokenNodes(network);
        this.elements = new Elements(graph, values, parameters);
        this.products = new Products(graph, values, parameters, elements);
        this.experts = new Experts(graph, values, parameters, elements);
        this.windows = new Windows(graph, values, parameters);
        this.sequences = new Sequences(graph, values, parameters, tokens);
        this.recurrences = new Recurrences(network, graph, values, parameters);
    }

    /**
     * The whole file.
     *
     * @throws EspalierException when it would be larger than a file can be
     */
    ModelProto model() {
        checkSize();
        NetworkView network = model.network();
        declareInput(network.input());
        for (NetworkStep step : network.steps()) {
            if (!recurrences.takes(step)) {
                translate(step);
            }
        }
        declareOutput(network.output());
        ModelProto.Builder file = ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("espalier")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
                .setGraph(graph.graph(model.provenance().getOrDefault("espalier.recipe", "network")));
        new TreeMap<>(model.provenance())
                .forEach((key, value) -> file.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return file.build();
    }

    private void checkSize() {
        long bytes = 0;
        for (TensorView parameter : model.parameters()) {
            long numbers = 1;
            for (int size : parameter.shape()) {
                numbers *= size;
            }
            bytes += 4 * numbers;
        }
        if (bytes > LARGEST) {
            throw new EspalierException("The parameters are " + bytes + " bytes when all are written, and an ONNX file"
                    + " holds at most " + LARGEST + ". Export 'safetensors'.");
        }
    }

    private void declareInput(Node input) {
        graph.input(tokens.type(input), sizes(input));
        values.put(input, outside(input), GraphFile.INPUT);
    }

    private void declareOutput(Node output) {
        graph.output(values.get(output, outside(output)), tokens.type(output), sizes(output));
    }

    /** How the world writes values: pictures with the channels first, sequences with the features last. */
    private static Form outside(Node node) {
        return node.grid().size() == 2 ? Form.FEATURES_FIRST : Form.FEATURES_LAST;
    }

    private static long[] sizes(Node node) {
        List<Integer> sizes = new ArrayList<>(node.grid());
        sizes.add(outside(node) == Form.FEATURES_FIRST ? 0 : sizes.size(), node.features());
        return sizes.stream().mapToLong(Integer::longValue).toArray();
    }

    private void translate(NetworkStep step) {
        switch (step.operation()) {
            case NetworkOperation.Linear linear -> products.linear(step, linear);
            case NetworkOperation.Convolution convolution -> products.convolution(step, convolution);
            case NetworkOperation.Activate(var function) ->
                elements.each(step, (what, in, _) -> elements.activation(what, in, function));
            case NetworkOperation.Apply(var function, var constants) ->
                elements.each(step, (what, in, _) -> elements.function(what, in, function, constants));
            case NetworkOperation.ApplyPairwise(var function) -> elements.pairs(step, Elements.operator(function));
            case NetworkOperation.Add _ -> elements.pairs(step, "Add");
            case NetworkOperation.Multiply _, NetworkOperation.MultiplyByPosition _ -> elements.pairs(step, "Mul");
            case NetworkOperation.AddByFeature(var vector) -> elements.addByFeature(step, vector);
            case NetworkOperation.FeatureSum _ -> elements.featureSum(step);
            case NetworkOperation.FeatureMax _ -> elements.featureMax(step);
            case NetworkOperation.Softmax(int largest) -> elements.softmax(step, largest);
            case NetworkOperation.TopK(int largest) -> elements.topK(step, largest);
            case NetworkOperation.Flatten _ -> windows.flatten(step);
            case NetworkOperation.PixelShuffle(int factor) -> windows.pixelShuffle(step, factor);
            case NetworkOperation.Slice(int from) -> windows.slice(step, from);
            case NetworkOperation.Concat _ -> windows.concat(step);
            case NetworkOperation.MaxPool(var window) -> windows.pool(step, "MaxPool", window);
            case NetworkOperation.AveragePool(var window) -> windows.pool(step, "AveragePool", window);
            case NetworkOperation.BatchNorm norm -> windows.batchNorm(step, norm);
            case NetworkOperation.LayerNorm norm -> sequences.layerNorm(step, norm);
            case NetworkOperation.RmsNorm norm -> sequences.rmsNorm(step, norm);
            case NetworkOperation.Embedding(var table) -> sequences.embedding(step, table);
            case NetworkOperation.AddPositions(var table) -> sequences.addPositions(step, table);
            case NetworkOperation.Rotary rotary -> sequences.rotary(step, rotary);
            case NetworkOperation.Attention attention -> sequences.attention(step, attention);
            case NetworkOperation.Recur recur -> recurrences.recur(step, recur);
            case NetworkOperation.Dispatch _ -> experts.dispatch(step);
            case NetworkOperation.ExpertLinear(var each) -> experts.linear(step, each);
            case NetworkOperation.Combine _ -> experts.combine(step);
            case NetworkOperation.Zeros _ -> windows.zeros(step);
            case NetworkOperation.Aggregate _, NetworkOperation.Untold _ ->
                throw new IllegalStateException(step.label() + " was to be refused");
        }
    }
}
