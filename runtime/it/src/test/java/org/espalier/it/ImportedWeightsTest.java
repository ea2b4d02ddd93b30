package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.espalier.api.border.Examples;
import org.espalier.core.execution.TrainedModel;
import org.espalier.core.plan.RecipePlan;
import org.espalier.embed.Espalier;
import org.espalier.plugins.onnx.OnnxExporter;
import org.espalier.testkit.TracedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks that PyTorch trained answer as they do in PyTorch. What they answer there was written by
 * {@code src/test/scripts/resnet_reference.py}, which also says how to compare what is written here into
 * {@code target/imported}.
 */
final class ImportedWeightsTest {
    private static final int PICTURES = 2000;
    private static final int FEW = 64;
    private static final int CLASSES = 10;
    private static final int SIDE = 32;
    private static final int CHANNELS = 3;

    /** Pictures that ONNX Runtime is given at once. */
    private static final int TOGETHER = 100;

    private static final Path RESNET = Path.of("../../recipes/resnet-trained-cifar10.groovy");

    /** The outputs in a reference are (output - LEAST) times STEPS, rounded. */
    private static final double LEAST = -24;

    private static final double STEPS = 1024;

    /** Sums are taken in another order here, through up to 56 layers. */
    private static final double ORDER = 5e-4;

    private static final double TOLERANCE = ORDER + 0.5 / STEPS;

    @Test
    void resNet20AnswersAsPyTorchDoes(@TempDir Path temp) throws IOException {
        Trained trained = trained(20);
        String recipe = Files.readString(RESNET)
                .replace("source 'cifar10', pictures: 'subset'", firstPictures(trained.data(), temp));
        answersAsPyTorchDoes(20, Files.writeString(temp.resolve("few.groovy"), recipe), FEW);
    }

    /** A source of the first test pictures alone, whose files are written to a folder. */
    private static String firstPictures(Optional<Path> data, Path folder) throws IOException {
        int places = SIDE * SIDE;
        ByteBuffer pictures = ByteBuffer.allocate(5 * Integer.BYTES + FEW * places * CHANNELS);
        pictures.putInt(0x0804).putInt(FEW).putInt(SIDE).putInt(SIDE).putInt(CHANNELS);
        ByteBuffer labels =
                ByteBuffer.allocate(2 * Integer.BYTES + FEW).putInt(0x0801).putInt(FEW);
        Path all = data.orElseThrow().resolve("cifar10/test_jpeg75.first2000.bin.gz");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(all))) {
            for (int i = 0; i < FEW; i++) {
                byte[] record = in.readNBytes(1 + places * CHANNELS);
                labels.put(record[0]);
                for (int p = 0; p < places * CHANNELS; p++) {
                    pictures.put(record[1 + p % CHANNELS * places + p / CHANNELS]);
                }
            }
        }
        Files.write(folder.resolve("pictures.idx"), pictures.array());
        Files.write(folder.resolve("labels.idx"), labels.array());
        return "source 'idx', images: 'pictures.idx', labels: 'labels.idx', testImages: 'pictures.idx',"
                + " testLabels: 'labels.idx', classes: " + CLASSES;
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 32, 44, 56})
    void everyResNetAnswersEveryPictureAsPyTorchDoes(int depth) throws IOException {
        assumeTrue(Boolean.getBoolean("espalier.models.all"), "All networks see all pictures in the long form.");
        answersAsPyTorchDoes(depth, RESNET, PICTURES);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 32, 44, 56})
    void everyResNetAsAnOnnxFileAnswersEveryPictureAsPyTorchDoes(int depth, @TempDir Path temp)
            throws IOException, OrtException {
        assumeTrue(Boolean.getBoolean("espalier.models.all"), "All networks see all pictures in the long form.");
        compare(depth, exported(trained(depth), temp.resolve("model.onnx")));
    }

    private static void answersAsPyTorchDoes(int depth, Path recipe, int pictures) throws IOException {
        Trained trained = trained(depth);
        try (Espalier espalier = Espalier.builder().dataFolder(trained.data()).build()) {
            RecipePlan plan = espalier.compile(recipe, trained.settings());
            float[][] outputs = espalier.withModel(plan, model -> outputs(model, pictures));
            if (pictures == PICTURES) {
                write(depth, outputs);
            }
            compare(depth, outputs);
        }
    }

    /**
     * What is at hand of a network.
     *
     * @param data the folder above its pictures
     */
    private record Trained(Map<String, String> settings, Optional<Path> data) {}

    private static Trained trained(int depth) throws IOException {
        Optional<Path> file = model("resnet-cifar10", "resnet" + depth + "-");
        Optional<Path> data = folder("ESPALIER_DATA").filter(folder -> Files.isDirectory(folder.resolve("cifar10")));
        if (file.isEmpty() || data.isEmpty()) {
            System.out.println(
                    "Skipped: ResNet-" + depth + " is compared with PyTorch only when ESPALIER_MODELS names the"
                            + " folder above resnet-cifar10, and ESPALIER_DATA that above cifar10.");
        }
        assumeTrue(file.isPresent() && data.isPresent(), "the model or the pictures are missing");
        return new Trained(Map.of("file", file.get().toString(), "blocks", Integer.toString((depth - 2) / 6)), data);
    }

    /** What ONNX Runtime computes with the file of a network, for the test pictures. */
    private static float[][] exported(Trained trained, Path file) throws IOException, OrtException {
        Networks networks = Networks.of(RESNET, trained.settings(), trained.data());
        try (TracedNetwork network = new TracedNetwork(
                networks.experiment().model(), networks.experiment().network())) {
            new OnnxExporter(new OnnxExporter.Options(false)).export(network.view(), file);
        }
        Examples pictures = networks.experiment().data().test();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        float[][] outputs = new float[PICTURES][];
        try (OrtSession session = environment.createSession(file.toString())) {
            for (int first = 0; first < PICTURES; first += TOGETHER) {
                try (OnnxTensor input = OnnxTensor.createTensor(
                                environment,
                                FloatBuffer.wrap(channelsFirst(pictures, first)),
                                new long[] {TOGETHER, CHANNELS, SIDE, SIDE});
                        OrtSession.Result result = session.run(Map.of("input", input))) {
                    FloatBuffer given = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    for (int i = 0; i < TOGETHER; i++) {
                        outputs[first + i] = new float[CLASSES];
                        given.get(outputs[first + i]);
                    }
                }
            }
        }
        return outputs;
    }

    private static float[] channelsFirst(Examples pictures, int first) {
        int places = SIDE * SIDE;
        float[] pixels = new float[places * CHANNELS];
        float[] turned = new float[TOGETHER * pixels.length];
        for (int i = 0; i < TOGETHER; i++) {
            pictures.features(first + i, pixels);
            for (int p = 0; p < pixels.length; p++) {
                turned[i * pixels.length + p % CHANNELS * places + p / CHANNELS] = pixels[p];
            }
        }
        return turned;
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

    /** The number of the largest output. */
    static int top(float[] outputs) {
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
