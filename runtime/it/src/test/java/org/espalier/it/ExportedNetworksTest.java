package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.plugins.onnx.OnnxExporter;
import org.espalier.testkit.TracedNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The networks of recipes as ONNX files: ONNX Runtime gives what the engine gives, or the exporter names what it cannot write.
 * In every build those that hold most operations between them; with {@code -Despalier.export.recipes=all} those of all recipes,
 * whose data must be at hand.
 */
class ExportedNetworksTest {
    private static final Path SMALL = Path.of("src/test/recipes/networks");
    private static final Path HOUSE = Path.of("../../recipes");

    /** A file of weights that a recipe begins with, and that others trained. */
    private static final Pattern BEGUN = Pattern.compile("param 'file', '([^']+\\.(?:th|bin))'");

    /** Of the largest output of an example: deep networks add up rounding. */
    private static final float TOLERANCE = 1e-4f;

    /** The same where links fetch rounded values: what is exported computes with floats. */
    private static final float ROUNDED_TOLERANCE = 0.02f;

    private static final int EXAMPLES = 2;

    @TempDir
    Path temp;

    static List<Path> recipes() throws IOException {
        if ("all".equals(System.getProperty("espalier.export.recipes"))) {
            List<Path> recipes = new ArrayList<>(recipes(SMALL));
            recipes.addAll(recipes(HOUSE));
            return recipes;
        }
        return Stream.of("experts", "llama", "lstm", "resnet", "vit")
                .map(name -> SMALL.resolve(name + ".groovy"))
                .toList();
    }

    /** The recipes in a folder. */
    static List<Path> recipes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".groovy"))
                    .sorted()
                    .toList();
        }
    }

    /** The network of a recipe; what one begins with that others trained must be at hand, or its test is skipped. */
    static Networks networks(Path recipe) throws IOException {
        Map<String, String> settings = new HashMap<>();
        Matcher begun = BEGUN.matcher(Files.readString(recipe));
        if (begun.find()) {
            String name = begun.group(1);
            Optional<Path> file =
                    ImportedWeightsTest.model(name.startsWith("resnet") ? "resnet-cifar10" : "stories260K", name);
            assumeTrue(file.isPresent(), "ESPALIER_MODELS names no folder that has " + name);
            settings.put("file", file.orElseThrow().toString());
            if (!name.startsWith("resnet")) {
                Path story = file.orElseThrow().resolveSibling("greedy.txt");
                settings.putAll(Map.of("tokens", story.toString(), "context", "64", "test", "0"));
            }
        }
        return Networks.of(
                recipe,
                settings,
                Optional.ofNullable(System.getenv("ESPALIER_DATA")).map(Path::of));
    }

    /** How far outputs may be apart, of the largest. */
    static float tolerance(Path recipe) throws IOException {
        return Files.readString(recipe).contains("precision 'mixed'") ? ROUNDED_TOLERANCE : TOLERANCE;
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void giveTheSameInOnnxRuntime(Path recipe) throws IOException, OrtException {
        Networks networks = networks(recipe);
        try (TracedNetwork network = TracedNetwork.of(networks.experiment().model(), networks.network())) {
            Path file = temp.resolve("model.onnx");
            try {
                new OnnxExporter(new OnnxExporter.Options(true)).export(network.view(), file);
            } catch (EspalierException e) {
                assertThat(e).hasMessageMatching("This network cannot be written as ONNX: '.+");
                assertThat(recipe.toString()).matches(".*(moe|experts|gcn|hash).*");
                System.out.println(recipe.getFileName() + ": " + e.getMessage());
                return;
            }
            compare(network, file, tolerance(recipe));
        }
    }

    private static void compare(TracedNetwork network, Path file, float tolerance) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString())) {
            TensorInfo info = (TensorInfo)
                    session.getInputInfo().values().iterator().next().getInfo();
            boolean tokens = info.type == OnnxJavaType.INT64;
            float[][] examples = network.examples(EXAMPLES, tokens ? 2 : 0);
            float[][] wanted = network.outputs(examples);
            for (int e = 0; e < EXAMPLES; e++) {
                long[] shape = info.getShape().clone();
                shape[0] = 1;
                float[] example = shape.length == 4 ? channelsFirst(examples[e], (int) shape[1]) : examples[e];
                try (OnnxTensor input = tokens
                                ? OnnxTensor.createTensor(environment, whole(example), shape)
                                : OnnxTensor.createTensor(environment, FloatBuffer.wrap(example), shape);
                        OrtSession.Result result = session.run(Map.of("input", input))) {
                    assertClose(((OnnxTensor) result.get(0)).getFloatBuffer(), wanted[e], tolerance);
                }
            }
        }
    }

    private static LongBuffer whole(float[] numbers) {
        LongBuffer whole = LongBuffer.allocate(numbers.length);
        for (float number : numbers) {
            whole.put((long) number);
        }
        return whole.flip();
    }

    private static float[] channelsFirst(float[] pixels, int channels) {
        float[] turned = new float[pixels.length];
        int places = pixels.length / channels;
        for (int i = 0; i < pixels.length; i++) {
            turned[i % channels * places + i / channels] = pixels[i];
        }
        return turned;
    }

    private static void assertClose(FloatBuffer found, float[] wanted, float tolerance) {
        assertThat(found.remaining()).isEqualTo(wanted.length);
        float largest = 1;
        for (float number : wanted) {
            largest = Math.max(largest, Math.abs(number));
        }
        for (int i = 0; i < wanted.length; i++) {
            assertThat(Math.abs(found.get(i) - wanted[i])).as("number %d", i).isLessThan(tolerance * largest);
        }
    }
}
