package org.espalier.plugins.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.espalier.api.border.Exporter;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.PluginOp;
import org.espalier.testkit.ExporterContract;
import org.espalier.testkit.TracedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExporterTest implements ExporterContract {
    @Override
    public Exporter exporter() {
        return new OnnxExporter(new OnnxExporter.Options(false));
    }

    @Test
    void givesWhatTheParametersSay(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.onnx");
        exporter().export(ExporterContract.model(), file);
        // hidden: 1.5 · 1 - 2 · 4 + 0 and -1 are below 0; 0.25 · 2 + 1e-20 · 3 + 2 is 2.5
        assertThat(OnnxRuntime.outputs(file, new float[][] {{1, 2, 3, 4}})[0]).containsExactly(8f, 14.5f);
    }

    @Test
    void saysWhatMadeTheModel(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.onnx");
        exporter().export(ExporterContract.model(), file);
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        assertThat(model.getMetadataPropsList())
                .extracting(property -> property.getKey() + "=" + property.getValue())
                .containsExactly("recipe=toy", "seed=42");
        assertThat(model.getGraph().getInitializerList().stream().map(t -> t.getName()))
                .containsExactlyInAnyOrder("fc1.weight", "fc1.bias", "out.weight", "out.bias");
    }

    @Test
    void writesLinksWhereThatIsSmaller(@TempDir Path folder) throws IOException {
        Layer both = (graph, in) ->
                graph.linear(in, graph.weight("weight", 40, in.features(), Initialisation.HE_NORMAL), Optional.empty());
        try (TracedNetwork few = TracedNetwork.of(List.of(50), 0.1, both);
                TracedNetwork many = TracedNetwork.of(List.of(50), 0.5, both)) {
            assertThat(sparse(few, folder)).containsExactly(40L, 50L);
            assertThat(sparse(many, folder)).isEmpty();
        }
    }

    /** The sizes of the weight that is written as links. */
    private static List<Long> sparse(TracedNetwork network, Path folder) throws IOException {
        Path file = folder.resolve("model.onnx");
        new OnnxExporter(new OnnxExporter.Options(true)).export(network.view(), file);
        GraphProto graph = ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
        return graph.getSparseInitializerList().stream()
                .flatMap(tensor -> tensor.getDimsList().stream())
                .toList();
    }

    @Test
    void namesTheLayersItCannotWriteBeforeAndAfterTraining(@TempDir Path folder) {
        PluginOp twice = new PluginOp() {
            @Override
            public int features(int... inputs) {
                return inputs[0];
            }

            @Override
            public void forward(float[][][] inputs, float[][] scratch, float[][] output, int count) {
                throw new AssertionError("nothing is computed");
            }

            @Override
            public void backward(
                    float[][][] inputs,
                    float[][] scratch,
                    float[][] output,
                    float[][] outputGradient,
                    float[][][] inputGradients,
                    int count) {
                throw new AssertionError("nothing is computed");
            }
        };
        try (TracedNetwork network = TracedNetwork.of(List.of(3), 1, (graph, in) -> graph.apply(twice, in))) {
            String said = "This network cannot be written as ONNX: 'layer0 operation' is mathematics of a plugin's own";
            assertThatThrownBy(() -> exporter().check(network.view().network())).hasMessageStartingWith(said);
            assertThatThrownBy(() -> exporter().export(network.view(), folder.resolve("m")))
                    .hasMessageStartingWith(said);
            assertThat(folder).isEmptyDirectory();
        }
    }
}
