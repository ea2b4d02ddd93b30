package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.api.border.Examples;
import org.espalier.core.execution.TrainedModel;
import org.espalier.core.plan.RecipePlan;
import org.espalier.embed.Espalier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks that PyTorch trained answer as they do in PyTorch. What they answer there was written by
 * {@code src/test/scripts/resnet_reference.py}, which also says how to compare what is written here into
 * {@code target/imported}.
 */
final class ImportedWeightsTest {
    private static final int PICTURES = 2000;
    private static final int FEW = 200;
    private static final int CLASSES = 10;

    /** The outputs in a reference are (output - LEAST) times STEPS, rounded. */
    private static final double LEAST = -24;

    private static final double STEPS = 1024;

    /** Sums are taken in another order here, through up to 56 layers. */
    private static final double ORDER = 5e-4;

    private static final double TOLERANCE = ORDER + 0.5 / STEPS;

    @Test
    void resNet20AnswersAsPyTorchDoes() throws IOException {
        answersAsPyTorchDoes(20, FEW);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 32, 44, 56})
    void everyResNetAnswersEveryPictureAsPyTorchDoes(int depth) throws IOException {
        assumeTrue(Boolean.getBoolean("espalier.models.all"), "All networks see all pictures in the long form.");
        answersAsPyTorchDoes(depth, PICTURES);
    }

    /**
     * Each token is the most likely one after all those before it, so beginning with the first the model tells this story and no
     * other: a position sees nothing of those behind it.
     */
    @Test
    void aLlamaTellsItsStoryTokenForToken() throws IOException {
        Optional<Path> file = model("stories260K", "stories260K.bin");
        Optional<Path> story = model("stories260K", "greedy.txt");
        if (file.isEmpty() || story.isEmpty()) {
            System.out.println(
                    "Skipped: a Llama tells its story only when ESPALIER_MODELS names the folder above stories260K.");
        }
        assumeTrue(file.isPresent() && story.isPresent(), "the model is missing");
        int[] tokens = Stream.of(Files.readString(story.get()).strip().split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        try (Espalier espalier = Espalier.builder().build()) {
            RecipePlan plan = espalier.compile(
                    Path.of("../../recipes/llama-stories.groovy"),
                    Map.of(
                            "file", file.get().toString(),
                            "tokens", story.get().toString(),
                            "context", Integer.toString(tokens.length - 1),
                            "test", "0"));
            float[] outputs = espalier.withModel(plan, model -> outputs(model.examples("train"), model));
            int vocabulary = outputs.length / (tokens.length - 1);
            assertThat(tokens).hasSizeGreaterThan(FEW / 2);
            for (int position = 0; position + 1 < tokens.length; position++) {
                float[] next = Arrays.copyOfRange(outputs, position * vocabulary, (position + 1) * vocabulary);
                assertThat(top(next)).as("token %d", position + 1).isEqualTo(tokens[position + 1]);
            }
        }
    }

    private static float[] outputs(Examples windows, TrainedModel model) {
        assertThat(windows.count()).isOne();
        float[][] outputs = new float[1][];
        model.answer(windows, (window, given) -> outputs[window] = given.clone());
        return outputs[0];
    }

    private static void answersAsPyTorchDoes(int depth, int pictures) throws IOException {
        Optional<Path> file = model("resnet-cifar10", "resnet" + depth + "-");
        Optional<Path> data = folder("ESPALIER_DATA").filter(folder -> Files.isDirectory(folder.resolve("cifar10")));
        if (file.isEmpty() || data.isEmpty()) {
            System.out.println(
                    "Skipped: ResNet-" + depth + " is compared with PyTorch only when ESPALIER_MODELS names the"
                            + " folder above resnet-cifar10, and ESPALIER_DATA that above cifar10.");
        }
        assumeTrue(file.isPresent() && data.isPresent(), "the model or the pictures are missing");
        try (Espalier espalier = Espalier.builder().dataFolder(data).build()) {
            Map<String, String> settings =
                    Map.of("file", file.get().toString(), "blocks", Integer.toString((depth - 2) / 6));
            RecipePlan plan = espalier.compile(Path.of("../../recipes/resnet-trained-cifar10.groovy"), settings);
            float[][] outputs = espalier.withModel(plan, model -> outputs(model, pictures));
            if (pictures == PICTURES) {
                write(depth, outputs);
            }
            compare(depth, outputs);
        }
    }

    private static float[][] outputs(TrainedModel model, int pictures) {
        float[][] outputs = new float[pictures][];
        First first = new First(model.examples("test"), pictures);
        model.answer(first, (picture, given) -> outputs[picture] = given.clone());
        return outputs;
    }

    /** The first of some pictures. */
    private record First(Examples all, int count) implements Examples {
        @Override
        public void features(int id, float[] out) {
            all.features(id, out);
        }

        @Override
        public int label(int id) {
            return all.label(id);
        }

        @Override
        public void target(int id, float[] out) {
            all.target(id, out);
        }
    }

    private static void compare(int depth, float[][] outputs) throws IOException {
        ByteBuffer reference = ByteBuffer.wrap(
                        Files.readAllBytes(Path.of("src/test/resources/models/resnet" + depth + ".ref")))
                .order(ByteOrder.LITTLE_ENDIAN);
        double largest = 0;
        for (int picture = 0; picture < outputs.length; picture++) {
            assertThat(top(outputs[picture])).as("picture %d", picture).isEqualTo((int) reference.get());
            for (float output : outputs[picture]) {
                double wanted = LEAST + (reference.getShort() & 0xffff) / STEPS;
                largest = Math.max(largest, Math.abs(output - wanted));
            }
        }
        assertThat(largest).isLessThan(TOLERANCE);
    }

    private static int top(float[] outputs) {
        int top = 0;
        for (int c = 1; c < outputs.length; c++) {
            top = outputs[c] > outputs[top] ? c : top;
        }
        return top;
    }

    private static void write(int depth, float[][] outputs) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PICTURES * CLASSES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : outputs) {
            bytes.asFloatBuffer().put(row);
            bytes.position(bytes.position() + row.length * Float.BYTES);
        }
        Files.createDirectories(Path.of("target/imported"));
        Files.write(Path.of("target/imported/resnet" + depth + ".out"), bytes.array());
    }

    /** A file in the folder of models, by what its name begins with. */
    static Optional<Path> model(String folder, String begin) throws IOException {
        Optional<Path> models =
                folder("ESPALIER_MODELS").map(all -> all.resolve(folder)).filter(Files::isDirectory);
        if (models.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(models.get())) {
            return files.filter(f -> f.getFileName().toString().startsWith(begin))
                    .findFirst();
        }
    }

    private static Optional<Path> folder(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(Path::of).filter(Files::isDirectory);
    }
}
