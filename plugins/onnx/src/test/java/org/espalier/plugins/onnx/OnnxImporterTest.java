package org.espalier.plugins.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.ImportedNetwork;
import org.espalier.api.border.NetworkImporter;
import org.espalier.api.border.TensorView;
import org.espalier.testkit.NetworkImporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxImporterTest implements NetworkImporterContract {
    private static final int CHANGED = 600;

    @TempDir
    Path temp;

    private final GraphFile graph = new GraphFile();

    @Override
    public NetworkImporter importer() {
        return new OnnxImporter();
    }

    @Override
    public byte[] file() {
        graph.input(TensorProto.DataType.FLOAT, 3);
        end(graph.add("Gemm", "g", List.of("input", numbers("fc.weight", 3, 300))), 300);
        return model(graph.graph("drawn")).toByteArray();
    }

    private Path file(ModelProto model) throws IOException {
        return Files.write(temp.resolve("model.onnx"), model.toByteArray());
    }

    private static ModelProto model(GraphProto graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build();
    }

    private ImportedNetwork read() throws IOException {
        return new OnnxImporter().read(file(model(graph.graph("drawn"))));
    }

    /** A graph of one value after another ends here. */
    private void end(String value, long... sizes) {
        graph.output(value, TensorProto.DataType.FLOAT, sizes);
    }

    private void picture(long... sizes) {
        graph.input(TensorProto.DataType.FLOAT, sizes);
    }

    private String numbers(String name, long... sizes) {
        float[] values = new float[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return graph.tensor(name, values, sizes);
    }

    private static Map<String, TensorView> byName(ImportedNetwork network) {
        return network.parameters().stream().collect(Collectors.toMap(TensorView::name, Function.identity()));
    }

    @Test
    void readsLayersWithTheirActivations() throws IOException {
        picture(2, 6, 6);
        String conv = graph.add(
                "Conv",
                "c",
                List.of("input", numbers("conv1.weight", 4, 2, 3, 3), numbers("conv1.bias", 4)),
                Attributes.wholes("pads", 1, 1, 1, 1));
        String pool = graph.add(
                "MaxPool",
                "p",
                List.of(graph.add("Relu", "r", List.of(conv))),
                Attributes.wholes("kernel_shape", 2, 2),
                Attributes.wholes("strides", 2, 2));
        String flat = graph.add("Flatten", "f", List.of(pool));
        String product = graph.add("MatMul", "m", List.of(flat, numbers("7", 36, 5)));
        String out = graph.add("Add", "a", List.of(product, numbers("fc.bias", 5)));
        end(graph.add("LogSoftmax", "s", List.of(graph.add("Tanh", "t", List.of(out)))), 5);
        ImportedNetwork network = read();
        assertThat(network.model())
                .containsExactly(
                        "input 6, 6, 2",
                        "conv 'conv1', filters: 4, kernel: 3, padding: 1, activation: 'relu'",
                        "maxPool size: 2",
                        "flatten()",
                        "dense 'dense', units: 5, activation: 'tanh'",
                        "logSoftmax()");
        assertThat(byName(network)).containsOnlyKeys("conv1.weight", "conv1.bias", "dense.weight", "dense.bias");
    }

    @Test
    void countsTheFeaturesOfAFlatPictureRowByRow() throws IOException {
        picture(2, 1, 2);
        String flat = graph.add("Reshape", "f", List.of("input", graph.longs(-1, 4)));
        end(graph.add("Gemm", "g", List.of(flat, numbers("fc.weight", 1, 4)), Attributes.whole("transB", 1)), 1);
        ImportedNetwork network = read();
        assertThat(network.model()).contains("flatten()", "dense 'fc', units: 1, bias: false");
        // of the file: channel 0 left and right, channel 1 left and right
        TensorView weight = byName(network).get("fc.weight");
        assertThat(weight)
                .isInstanceOfSatisfying(
                        TensorView.Dense.class,
                        dense -> assertThat(dense.values()).containsExactly(0, 2, 1, 3));
    }

    @Test
    void readsPixelsThatAreShuffledByHand() throws IOException {
        picture(8, 3, 5);
        String apart = graph.add("Reshape", "a", List.of("input", graph.longs(-1, 2, 2, 2, 3, 5)));
        String turned = graph.add("Transpose", "t", List.of(apart), Attributes.wholes("perm", 0, 1, 4, 2, 5, 3));
        end(graph.add("Reshape", "b", List.of(turned, graph.longs(-1, 2, 6, 10))), 2, 6, 10);
        assertThat(read().model()).containsExactly("input 3, 5, 8", "pixelShuffle factor: 2");
    }

    @Test
    void readsBranchesAsBlocks() throws IOException {
        picture(2, 4, 4);
        String through = graph.add("Conv", "c", List.of("input", numbers("a.weight", 2, 2, 1, 1)));
        String sum = graph.add("Add", "s", List.of(graph.add("Relu", "r", List.of(through)), "input"));
        String left = graph.add("Conv", "l", List.of(sum, numbers("b.weight", 3, 2, 1, 1)));
        String both = graph.add("Concat", "j", List.of(left, sum), Attributes.whole("axis", 1));
        end(both, 5, 4, 4);
        assertThat(read().model())
                .containsExactly(
                        "input 4, 4, 2",
                        "residual {",
                        "    conv 'a', filters: 2, kernel: 1, bias: false, activation: 'relu'",
                        "}",
                        "concat {",
                        "    branch {",
                        "        conv 'b', filters: 3, kernel: 1, bias: false",
                        "    }",
                        "    branch { }",
                        "}");
    }

    @Test
    void keepsLinksAsLinks() throws IOException {
        graph.input(TensorProto.DataType.FLOAT, 3);
        String weight = graph.tensor("fc.weight", new long[] {1, 3}, new float[] {5, 6}, 2, 3);
        end(graph.add("Gemm", "g", List.of("input", weight), Attributes.whole("transB", 1)), 2);
        TensorView read = byName(read()).get("fc.weight");
        assertThat(read).isInstanceOfSatisfying(TensorView.Sparse.class, sparse -> {
            assertThat(sparse.rowStarts()).containsExactly(0, 1, 2);
            assertThat(sparse.columns()).containsExactly(1, 0);
            assertThat(sparse.values()).containsExactly(5, 6);
        });
    }

    @Test
    void namesAllOperatorsThatAreNoLayers() {
        graph.input(TensorProto.DataType.FLOAT, 3);
        end(graph.add("Det", "first", List.of(graph.add("LRN", "second", List.of("input")))), 3);
        refused()
                .hasMessageEndingWith(
                        "model.onnx has operators that are no layers here: Det 'first/Det', LRN 'second/LRN'.");
    }

    @Test
    void saysWhichWeightDoesNotFit() {
        picture(2, 6, 6);
        end(graph.add("Conv", "c", List.of("input", numbers("w", 4, 3, 3, 3))), 4, 4, 4);
        refused().hasMessageEndingWith("Conv 'c/Conv' has a weight of [4, 3, 3, 3] in 1 groups for 2 channels.");
    }

    @Test
    void refusesMoreNumbersThanThereAre() {
        graph.input(TensorProto.DataType.FLOAT, 3);
        String weight = graph.tensor("w", new float[6], 2_000_000_000, 2_000_000_000);
        end(graph.add("Gemm", "g", List.of("input", weight)), 2);
        refused()
                .hasMessageEndingWith("the tensor 'w' is declared as [2000000000, 2000000000], which is"
                        + " 4000000000000000000 numbers, and has 6.");
    }

    @Test
    void refusesLinksOutsideOfTheirMatrix() {
        graph.input(TensorProto.DataType.FLOAT, 3);
        String weight = graph.tensor("w", new long[] {1, 6}, new float[] {5, 6}, 2, 3);
        end(graph.add("Gemm", "g", List.of("input", weight)), 2);
        refused().hasMessageEndingWith("'w' has its number 1 at the place 6; places ascend and are below 6.");
    }

    @Test
    void refusesPicturesLargerThanAnyMemory() {
        picture(1, 2_000_000_000, 2_000_000_000);
        end(graph.add("Flatten", "f", List.of("input")), 4);
        refused()
                .hasMessageEndingWith("the input gives [2000000000, 2000000000, 1] for an example; at most 16777216"
                        + " numbers are read.");
    }

    @Test
    void refusesSparseWeightsOfMoreRowsThanAnyMemory() {
        graph.input(TensorProto.DataType.FLOAT, 3);
        String weight = graph.tensor("w", new long[] {1}, new float[] {5}, 2_000_000_000, 3);
        end(graph.add("Gemm", "g", List.of("input", weight), Attributes.whole("transB", 1)), 2_000_000_000);
        refused().hasMessageContaining("the tensor 'w' is declared as [2000000000, 3]; 16777216 rows");
    }

    @Test
    void refusesAReshapeThatDoesNotAddUp() {
        picture(2, 3, 3);
        end(graph.add("Reshape", "f", List.of("input", graph.longs(-1, 17))), 17);
        refused().hasMessageEndingWith("Reshape 'f/Reshape' makes [17] of [2, 3, 3].");
    }

    @Test
    void refusesCircles() throws IOException {
        graph.input(TensorProto.DataType.FLOAT, 3);
        end("b", 3);
        GraphProto circle = graph.graph("drawn").toBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Relu")
                        .setName("one")
                        .addInput("b")
                        .addOutput("a"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Relu")
                        .setName("two")
                        .addInput("a")
                        .addOutput("b"))
                .build();
        Path file = file(model(circle));
        assertThatThrownBy(() -> new OnnxImporter().read(file))
                .hasMessageMatching("(?s).*Relu '(one|two)' is part of a circle of operators\\.");
    }

    @Test
    void aFileWithChangedBytesIsReadOrRefusedWithASentence() throws IOException {
        picture(2, 6, 6);
        String conv = graph.add("Conv", "c", List.of("input", numbers("a.weight", 4, 2, 3, 3), numbers("a.bias", 4)));
        String sum = graph.add("Add", "s", List.of(conv, graph.add("Relu", "r", List.of(conv))));
        String flat = graph.add("Reshape", "f", List.of(sum, graph.longs(-1, 64)));
        end(graph.add("Gemm", "g", List.of(flat, graph.tensor("w", new long[] {3, 70}, new float[] {5, 6}, 64, 2))), 2);
        byte[] whole = model(graph.graph("drawn")).toByteArray();
        RandomStream random = RandomStream.ofSeed(5);
        for (int i = 0; i < CHANGED; i++) {
            byte[] changed = whole.clone();
            changed[(int) random.below(whole.length, 2L * i)] = (byte) random.below(256, 2L * i + 1);
            Path file = Files.write(temp.resolve("changed.onnx"), changed);
            try {
                assertThat(new OnnxImporter().read(file).model()).isNotEmpty();
            } catch (EspalierException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused() {
        return assertThatThrownBy(this::read);
    }
}
