package org.espalier.bench.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Training steps of dense networks by libtorch, on random examples: {@code mlp}, the network of
 * {@code recipes/step-time/mlp.groovy} with cross-entropy and momentum, or {@code linear}, the three products of one layer. The
 * last line it prints is what docs/bench.md says.
 */
public final class LibtorchSteps {
    private static final int WARM_UP = 20;
    private static final float MOMENTUM = 0.9f;
    private static final float RATE = 0.001f;

    private final Arguments arguments;

    /**
     * What is measured.
     *
     * @param network {@code mlp} or {@code linear}
     * @param sizes inputs of each layer, then the outputs of the last
     */
    private record Arguments(String network, int[] sizes, int batch, int steps, int threads) {
        static Arguments of(String[] words) {
            if (words.length == 0 || !(words[0].equals("mlp") || words[0].equals("linear")) || words.length % 2 == 0) {
                throw new WrongWords("The first word is mlp or linear, and every option has a value.");
            }
            int[] sizes = words[0].equals("mlp") ? new int[] {784, 1024, 1024, 10} : new int[] {1024, 1024};
            int batch = 128;
            int steps = 100;
            int threads = Runtime.getRuntime().availableProcessors();
            for (int i = 1; i < words.length; i += 2) {
                String value = words[i + 1];
                switch (words[i]) {
                    case "--sizes" ->
                        sizes = Arrays.stream(value.split("x"))
                                .mapToInt(LibtorchSteps::number)
                                .toArray();
                    case "--batch" -> batch = number(value);
                    case "--steps" -> steps = number(value);
                    case "--threads" -> threads = number(value);
                    default -> throw new WrongWords("There is no option " + words[i] + ".");
                }
            }
            if (sizes.length < 2 || (words[0].equals("linear") && sizes.length > 2)) {
                throw new WrongWords("--sizes takes two numbers for linear and at least two for mlp.");
            }
            return new Arguments(words[0], sizes, batch, steps, threads);
        }
    }

    private LibtorchSteps(Arguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Measures.
     *
     * @param words the network, then options, each with its value
     */
    public static void main(String... words) throws IOException {
        Arguments arguments;
        try {
            arguments = Arguments.of(words);
        } catch (WrongWords e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(arguments.threads()));
        System.out.println(json(new LibtorchSteps(arguments).millis()));
    }

    /** The command line cannot be understood. */
    private static final class WrongWords extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongWords(String what) {
            super(what
                    + "\nUsage: libtorch mlp|linear [--sizes 784x1024x10] [--batch 128] [--steps 100] [--threads N]");
        }
    }

    private static int number(String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new WrongWords("'" + text + "' is not a whole number from 1.");
        }
        return Integer.parseInt(text);
    }

    /** The milliseconds of each step that counts. */
    private double[] millis() {
        try (Model model = Model.newInstance(arguments.network(), "PyTorch")) {
            model.setBlock(block());
            DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT)
                    .optOptimizer(Optimizer.sgd()
                            .setLearningRateTracker(Tracker.fixed(RATE))
                            .optMomentum(MOMENTUM)
                            .build());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(arguments.batch(), arguments.sizes()[0]));
                return arguments.network().equals("mlp") ? network(trainer) : layer(trainer);
            }
        }
    }

    private Block block() {
        int[] sizes = arguments.sizes();
        SequentialBlock block = new SequentialBlock();
        for (int i = 1; i < sizes.length; i++) {
            block.add(Linear.builder().setUnits(sizes[i]).build());
            if (i < sizes.length - 1) {
                block.add(Activation::relu);
            }
        }
        return block;
    }

    /** Whole training steps. */
    private double[] network(Trainer trainer) {
        int[] sizes = arguments.sizes();
        NDManager manager = trainer.getManager();
        NDArray in = manager.randomNormal(new Shape(arguments.batch(), sizes[0]));
        NDArray labels =
                manager.randomInteger(0, sizes[sizes.length - 1], new Shape(arguments.batch()), DataType.INT64);
        return timed(() -> {
            try (GradientCollector collector = trainer.newGradientCollector();
                    NDManager step = manager.newSubManager()) {
                NDList out = trainer.forward(new NDList(in));
                NDArray loss = trainer.getLoss().evaluate(new NDList(labels), out);
                loss.attach(step);
                out.attach(step);
                collector.backward(loss);
            }
            trainer.step();
        });
    }

    /** Forward product, input gradient and weight gradient. */
    private double[] layer(Trainer trainer) {
        int[] sizes = arguments.sizes();
        NDManager manager = trainer.getManager();
        NDArray in = manager.randomNormal(new Shape(arguments.batch(), sizes[0]));
        NDArray slope = manager.randomNormal(new Shape(arguments.batch(), sizes[1]));
        in.setRequiresGradient(true);
        return timed(() -> {
            try (GradientCollector collector = trainer.newGradientCollector();
                    NDManager step = manager.newSubManager()) {
                NDArray out = trainer.forward(new NDList(in)).singletonOrThrow();
                out.attach(step);
                NDArray dot = out.mul(slope).sum();
                dot.attach(step);
                collector.backward(dot);
            }
        });
    }

    private double[] timed(Runnable step) {
        double[] millis = new double[arguments.steps()];
        for (int i = -WARM_UP; i < millis.length; i++) {
            long begin = System.nanoTime();
            step.run();
            if (i >= 0) {
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        return millis;
    }

    private static String json(double[] millis) throws IOException {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "{\"step_ms\": {\"q1\": %.4f, \"median\": %.4f, \"q3\": %.4f}, \"peak_mb\": %.0f}",
                sorted[sorted.length / 4],
                sorted[sorted.length / 2],
                sorted[3 * sorted.length / 4],
                peakMegabytes());
    }

    /** The most memory this process has held, in 10^6 bytes. */
    private static double peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
                .findFirst()
                .orElse(0);
    }
}
