package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.api.border.Examples;
import org.espalier.core.channel.ChannelCut;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.graph.Grid;
import org.espalier.core.json.Json;
import org.espalier.core.model.Network;
import org.espalier.core.plan.Groups;
import org.espalier.core.train.ChannelSelection;
import org.espalier.plugins.masks.Smallest;
import org.espalier.plugins.onnx.OnnxExporter;
import org.espalier.testkit.TracedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks without some of the filters inside their residual blocks leave as smaller ONNX files that ONNX Runtime computes
 * faster, and answer there what they answer here. In every build a small one; with {@code -Despalier.onnx.times=true} the imported
 * ResNet-56, timed, and with {@code -Despalier.onnx.study=FOLDER} what the study of it exported.
 */
final class CutResNetTest {
    private static final Path SMALL = Path.of("src/test/recipes/networks/resnet.groovy");
    private static final Path RESNET_56 = Path.of("../../recipes/resnet56-filter-norm-cifar10.groovy");
    private static final double[] SHARES = {0, 0.25, 0.5, 0.625, 0.75};

    /** Of the largest output of an example: deep networks add up rounding. */
    private static final double TOLERANCE = 1e-4;

    /** Pictures of a run that is timed. */
    private static final int BATCH = 32;

    private static final int TURNS = 30;

    /** How near the time must come to what the FLOPs say: other work stays, narrow convolutions are less efficient. */
    private static final double OVERHEAD = 2.5;

    /** What a file holds beside numbers, as a share of the whole network's file. */
    private static final double FILE = 0.02;

    /** Pictures whose two largest outputs are so near that rounding decides. */
    private static final double NEARLY_EVEN = 1.5;

    private static final int SIDE = 32;
    private static final int COLOURS = 3;
    private static final long[] PICTURE = {COLOURS, SIDE, SIDE};

    @TempDir
    Path temp;

    private final OnnxTimes runtime = new OnnxTimes();

    /** A network without some of its filters, as a file. */
    private record Cut(double share, Path file, long bytes, long parameters, double flops) {}

    @Test
    void aSmallOneAnswersInOnnxRuntimeAsItDoesHere() throws IOException, OrtException {
        Networks networks = Networks.of(SMALL, Optional.empty());
        try (Network network = networks.experiment().network()) {
            Cut whole = cut(networks, network, "[ab]1", 0);
            Cut half = cut(networks, network, "[ab]1", 0.5);
            assertThat(half.parameters()).isLessThan(whole.parameters());
            assertThat(half.bytes()).isLessThan(whole.bytes());
        }
    }

    @Test
    void theImportedResNet56TakesOnnxRuntimeLessTimeTheLessIsLeft() throws IOException, OrtException {
        assumeTrue(Boolean.getBoolean("espalier.onnx.times"), "The imported ResNet-56 is timed in the long form.");
        Networks networks = resNet56();
        List<Cut> cuts = new ArrayList<>();
        try (Network network = networks.experiment().network()) {
            for (double share : SHARES) {
                cuts.add(cut(networks, network, "layer.*conv1", share));
            }
        }
        float[][] pictures = pictures(networks.experiment().data().test(), BATCH);
        List<Path> files = cuts.stream().map(Cut::file).toList();
        double[] one = runtime.medians(files, new float[][] {pictures[0]}, PICTURE, 10 * TURNS);
        double[] many = runtime.medians(files, pictures, PICTURE, TURNS);
        System.out.println("| channels gone | parameters | FLOPs | file, bytes | ms, one picture | ms, 32 pictures |");
        System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int i = 0; i < cuts.size(); i++) {
            System.out.println(
                    row(cuts.get(i), cuts.getFirst(), 1e3 * one[i], 1e3 * one[0], 1e3 * many[i], 1e3 * many[0]));
            double left = cuts.get(i).flops() / cuts.getFirst().flops();
            assertThat((double) cuts.get(i).bytes() / cuts.getFirst().bytes()).isLessThan(left + FILE);
            assertThat(many[i]).as("seconds with %s", cuts.get(i)).isLessThan(many[0] * Math.min(1.1, OVERHEAD * left));
        }
    }

    private static String row(Cut cut, Cut whole, double one, double oneWhole, double many, double manyWhole) {
        return String.format(
                Locale.ROOT,
                "| %.1f %% | %,d | %,.0f (%.3f) | %,d (%.3f) | %.2f (%.2f) | %.1f (%.2f) |",
                100 * cut.share(),
                cut.parameters(),
                cut.flops(),
                cut.flops() / whole.flops(),
                cut.bytes(),
                (double) cut.bytes() / whole.bytes(),
                one,
                one / oneWhole,
                many,
                many / manyWhole);
    }

    @Test
    void whatTheStudyExportedIsRightInOnnxRuntimeAsOftenAsItWasHere() throws IOException, OrtException {
        String study = System.getProperty("espalier.onnx.study", "");
        assumeTrue(!study.isEmpty(), "-Despalier.onnx.study names no folder of a study");
        Examples test = resNet56().experiment().data().test();
        float[][] pictures = pictures(test, test.count());
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of(study))) {
            files = all.filter(file -> file.endsWith("model.onnx")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Path summary = file.resolveSibling("summary.json");
            double wanted = Json.parse(Files.readString(summary), summary.toString())
                    .at("metrics")
                    .at("test")
                    .at("accuracy")
                    .number();
            double right = right(runtime.outputs(file, pictures, PICTURE), test);
            System.out.printf(Locale.ROOT, "%s: %.4f, %.4f here%n", file, right, wanted);
            assertThat(right).as(file.toString()).isCloseTo(wanted, within(NEARLY_EVEN / test.count()));
        }
    }

    private static double right(float[][] outputs, Examples examples) {
        int right = 0;
        for (int e = 0; e < outputs.length; e++) {
            right += ImportedWeightsTest.top(outputs[e]) == examples.label(e) ? 1 : 0;
        }
        return (double) right / outputs.length;
    }

    private static Networks resNet56() throws IOException {
        Optional<Path> data =
                Optional.ofNullable(System.getenv("ESPALIER_DATA")).map(Path::of);
        Optional<Path> file = ImportedWeightsTest.model("resnet-cifar10", "resnet56-");
        assumeTrue(data.isPresent() && file.isPresent(), "the pictures or the model are missing");
        return Networks.of(RESNET_56, Map.of("file", file.get().toString()), data);
    }

    /** The first pictures, as the network gets them, channels first. */
    private static float[][] pictures(Examples examples, int count) {
        float[][] pictures = new float[count][];
        for (int e = 0; e < count; e++) {
            float[] numbers = new float[COLOURS * SIDE * SIDE];
            examples.features(e, numbers);
            pictures[e] = channelsFirst(numbers, COLOURS);
        }
        return pictures;
    }

    private static float[] channelsFirst(float[] numbers, int channels) {
        float[] turned = new float[numbers.length];
        int places = numbers.length / channels;
        for (int i = 0; i < numbers.length; i++) {
            turned[i % channels * places + i / channels] = numbers[i];
        }
        return turned;
    }

    private Cut cut(Networks networks, Network network, String layers, double share) throws IOException, OrtException {
        Smallest smallest = new Smallest(new Smallest.Options(share, Smallest.Scope.LAYER, Smallest.Measure.NORM));
        ChannelGraph graph = ChannelGraph.of(networks.experiment().model());
        List<String> weights = network.weights().stream()
                .map(weight -> weight.store().shape().name())
                .filter(name -> name.matches(layers + "\\.weight"))
                .toList();
        ChannelCut cut = new ChannelCut(
                graph,
                new ChannelSelection(smallest, network, weights, Groups.FILTER, graph)
                        .mask()
                        .removed());
        Path file = temp.resolve("cut-" + share + ".onnx");
        try (TracedNetwork smaller = new TracedNetwork(cut.model(), cut.network(network))) {
            new OnnxExporter(new OnnxExporter.Options(false)).export(smaller.view(), file);
            assertAnswersAlike(networks, smaller, file);
            return new Cut(
                    share,
                    file,
                    Files.size(file),
                    smaller.network().parameters().stream()
                            .mapToLong(parameter -> parameter.count())
                            .sum(),
                    smaller.network().flopsPerExample());
        }
    }

    private void assertAnswersAlike(Networks networks, TracedNetwork network, Path file) throws OrtException {
        float[][] examples = network.examples(2, 0);
        float[][] wanted = network.outputs(examples, networks.backend("simd").kernels());
        float[][] found = outputs(network, file, examples);
        for (int e = 0; e < examples.length; e++) {
            double largest = 1;
            for (float output : wanted[e]) {
                largest = Math.max(largest, Math.abs(output));
            }
            for (int i = 0; i < wanted[e].length; i++) {
                assertThat(Math.abs(found[e][i] - wanted[e][i]))
                        .as("output %d of %s", i, file.getFileName())
                        .isLessThan((float) (TOLERANCE * largest));
            }
        }
    }

    private float[][] outputs(TracedNetwork network, Path file, float[][] examples) throws OrtException {
        int channels = network.model().input().features();
        Grid grid = network.model().input().positions();
        float[][] turned = new float[examples.length][];
        Arrays.setAll(turned, e -> channelsFirst(examples[e], channels));
        return runtime.outputs(file, turned, new long[] {channels, grid.height(), grid.width()});
    }
}
