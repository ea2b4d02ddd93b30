package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.espalier.api.EspalierException;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.TensorView;
import org.espalier.core.assembly.ModelAssembly;
import org.espalier.core.files.ImportedFiles;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.trace.DataFacts;
import org.espalier.embed.Espalier;
import org.espalier.plugins.onnx.OnnxExporter;
import org.espalier.testkit.TracedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks from ONNX files as recipes: the engine gives what the file gives. With {@code -Despalier.models=FOLDER} also those of
 * files that others trained.
 */
class ImportedNetworksTest {
    private static final Path RECIPES = Path.of("src/test/recipes/networks");

    /** Mixtures whose gate does not come back. */
    private static final Pattern OTHER_GATES = Pattern.compile("comet|noisy|dselect");

    /** Of the largest output: the order of sums differs. */
    private static final float TOLERANCE = 1e-4f;

    @TempDir
    Path temp;

    /** What {@code espalier import} makes of a file, as a network to compute with. */
    private TracedNetwork imported(Path file, Networks others) throws IOException {
        Path recipe = temp.resolve("mine.groovy");
        try (Espalier espalier = Espalier.builder().build()) {
            ImportedFiles written = espalier.importNetwork(file, "onnx", recipe);
            RecipePlan plan = espalier.compile(recipe, Map.of());
            Model model = ModelAssembly.model(plan.model(), DataFacts.NONE, others.factory(), others.services());
            Map<String, TensorView> values = new LinkedHashMap<>();
            new SafetensorsFiles()
                    .read(written.values())
                    .tensors()
                    .forEach(tensor -> values.put(tensor.name(), tensor));
            return new TracedNetwork(model, Network.restored(model.parameters(), values, "the import"));
        }
    }

    /** In every build small ones that hold all layers between them; with {@code -Despalier.export.recipes=all} all there are. */
    static List<Path> recipes() throws IOException {
        List<Path> recipes = new ArrayList<>(ExportedNetworksTest.recipes(RECIPES));
        if ("all".equals(System.getProperty("espalier.export.recipes"))) {
            recipes.addAll(ExportedNetworksTest.recipes(Path.of("../../recipes")));
        }
        return recipes;
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void whatIsExportedComesBackWithItsLinks(Path recipe) throws IOException {
        Networks networks = ExportedNetworksTest.networks(recipe);
        Path file = temp.resolve("model.onnx");
        try (TracedNetwork network = TracedNetwork.of(networks.experiment().model(), networks.network())) {
            try {
                new OnnxExporter(new OnnxExporter.Options(true)).export(network.view(), file);
            } catch (EspalierException e) {
                assertThat(e).hasMessageStartingWith("This network cannot be written as ONNX: '");
                return;
            }
            if (OTHER_GATES.matcher(recipe.toString()).find()) {
                assertThatThrownBy(() -> imported(file, networks))
                        .hasMessageContaining("has operators that are no layers here: Combine '");
                return;
            }
            try (TracedNetwork back = imported(file, networks)) {
                float[][] examples = network.examples(2, vocabulary(network));
                float[][] wanted = network.outputs(examples);
                float[][] found = back.outputs(examples);
                for (int e = 0; e < wanted.length; e++) {
                    assertClose(found[e], wanted[e], ExportedNetworksTest.tolerance(recipe));
                }
                assertThat(back.network().positions())
                        .isEqualTo(network.network().positions());
                assertThat(back.network().links()).isEqualTo(network.network().links());
                assertThat(names(back)).containsExactlyInAnyOrderElementsOf(names(network));
            }
        }
    }

    private static List<String> names(TracedNetwork network) {
        return network.view().parameters().stream().map(TensorView::name).toList();
    }

    /** Networks that look up tokens take small whole numbers. */
    private static int vocabulary(TracedNetwork network) {
        boolean tokens = network.view().network().steps().stream()
                .anyMatch(step -> step.operation() instanceof NetworkOperation.Embedding);
        return tokens ? 2 : 0;
    }

    @Test
    void aDigitClassifierOfPyTorchGivesWhatItGives() throws IOException, OrtException {
        compare("mnist-pytorch-cnn/pytorch_cnn_mnist.onnx", 3, new ScalarKernels());
    }

    @Test
    void aSuperResolutionNetworkGivesWhatItGives() throws IOException, OrtException {
        Networks networks = Networks.of(RECIPES.resolve("lenet.groovy"), Optional.empty());
        compare(
                "super-resolution/super_resolution.onnx",
                1,
                networks.backend("simd").kernels());
    }

    private void compare(String model, int count, Kernels kernels) throws IOException, OrtException {
        Path file = Path.of(System.getProperty("espalier.models", "none")).resolve(model);
        assumeTrue(Files.isRegularFile(file), "-Despalier.models names no folder that has " + model);
        Networks networks = Networks.of(RECIPES.resolve("lenet.groovy"), Optional.empty());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (TracedNetwork network = imported(file, networks);
                OrtSession session = environment.createSession(file.toString())) {
            float[][] examples = network.examples(count, 0);
            float[][] found = network.outputs(examples, kernels);
            var given = session.getInputInfo().values().iterator().next();
            long[] shape = ((TensorInfo) given.getInfo()).getShape().clone();
            shape[0] = 1;
            for (int e = 0; e < count; e++) {
                try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(examples[e]), shape);
                        OrtSession.Result result = session.run(Map.of(given.getName(), input))) {
                    FloatBuffer wanted = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    float[] numbers = new float[wanted.remaining()];
                    wanted.get(numbers);
                    assertClose(found[e], numbers, TOLERANCE);
                }
            }
        }
    }

    private static void assertClose(float[] found, float[] wanted, float tolerance) {
        assertThat(found).hasSameSizeAs(wanted);
        float largest = 1;
        for (float number : wanted) {
            largest = Math.max(largest, Math.abs(number));
        }
        for (int i = 0; i < wanted.length; i++) {
            assertThat(Math.abs(found[i] - wanted[i])).as("number %d", i).isLessThan(tolerance * largest);
        }
    }
}
