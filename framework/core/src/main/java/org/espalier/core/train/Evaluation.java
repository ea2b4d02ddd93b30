package org.espalier.core.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.Expectation;
import org.espalier.core.program.Program;
import org.espalier.core.run.RunSummary;

/** Measures a network on examples, with a program of its own that trains nothing. */
public final class Evaluation implements AutoCloseable {
    /** Examples of a batch where each has one position: four full blocks. */
    private static final int MANY = 512;

    /** Examples of a batch of pictures or sequences: one block. */
    private static final int ONE_BLOCK = 128;

    /** Examples of a batch of the widest models: below that, the links of a sparse weight are read too often. */
    private static final int FEW = 32;

    /** Bytes of planes with one position an example that are worth having for a larger batch; more leave the caches. */
    private static final long ROOM = 16L << 20;

    private final int capacity;
    private final Program program;
    private final WorkerPool pool;
    private final Map<String, Metric> metrics;
    private final Model model;
    private final Map<String, Double> uses = new LinkedHashMap<>();

    /**
     * @param metrics by name
     */
    public Evaluation(
            Network network,
            Model model,
            Objective objective,
            Kernels kernels,
            WorkerPool pool,
            Map<String, Metric> metrics) {
        this.capacity = capacity(model);
        this.model = model;
        this.program = new Program(network, model, objective, kernels, pool, capacity, Optional.empty());
        this.pool = pool;
        this.metrics = new LinkedHashMap<>(metrics);
    }

    /** Examples of a batch. */
    public static int capacity(Model model) {
        if (model.wholeBatch() > 0) {
            return model.wholeBatch();
        }
        if (model.spatial()) {
            return ONE_BLOCK;
        }
        int capacity = MANY;
        while (capacity > FEW && new Geometry(model.input(), model.operations(), capacity).bytes(false) > ROOM) {
            capacity /= 2;
        }
        return capacity;
    }

    /** Takes up weights whose storage changed. */
    void bind() {
        program.bind();
    }

    /**
     * The value of every metric, {@code loss}, and where there are experts {@link Expectation#OF_EXPERTS}.
     *
     * @param examples at least one
     */
    public Map<String, Double> measure(Examples examples) {
        return measure(examples, live -> {});
    }

    /** How often an example of those measured last used each link of an expert, by the name of its weight. */
    Map<String, Double> uses() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(uses));
    }

    /** What the model's taps hold for some examples, at least one. */
    List<RunSummary.Activations> activations(Examples examples) {
        Map<String, TapStatistics> taps = new LinkedHashMap<>();
        program.taps().forEach((name, plane) -> {
            if (plane.grid().routing().isEmpty()) {
                taps.put(name, new TapStatistics(plane));
            }
        });
        measure(examples, live -> taps.values().forEach(tap -> tap.add(live)));
        List<RunSummary.Activations> measured = new ArrayList<>();
        taps.forEach((name, tap) -> measured.add(tap.summary(name)));
        return measured;
    }

    /** Told what the model gives for an example. */
    @FunctionalInterface
    public interface Answers {
        /**
         * Takes the outputs of one example.
         *
         * @param outputs {@code [positions][outputs]}; reused for the next example
         */
        void take(int example, float[] outputs);
    }

    /** What the model gives for examples, in their order; what they should give is not looked at. */
    public void answer(Examples examples, Answers answers) {
        BatchLoader loader = new BatchLoader(examples, program);
        Plane plane = program.output();
        float[] row = new float[plane.grid().positions() * plane.features()];
        for (int first = 0; first < examples.count(); first += capacity) {
            int live = Math.min(capacity, examples.count() - first);
            for (int i = 0; i < live; i++) {
                loader.ids()[i] = first + i;
            }
            loader.load(pool, live);
            program.forward(live, 0);
            for (int i = 0; i < live; i++) {
                read(plane, i, row);
                answers.take(first + i, row);
            }
        }
    }

    private static void read(Plane plane, int example, float[] out) {
        int width = plane.grid().width();
        int lanes = plane.lanes();
        for (int p = 0; p < plane.grid().positions(); p++) {
            long tile = plane.tile(example / lanes, p / width, p % width) + 4L * (example % lanes);
            for (int f = 0; f < plane.features(); f++) {
                out[p * plane.features() + f] = NativeMemory.getFloat(tile + 4L * f * lanes);
            }
        }
    }

    private Map<String, Double> measure(Examples examples, IntConsumer afterForward) {
        List<ExpertLoad> loads = ExpertLoad.of(model, program);
        BatchLoader loader = new BatchLoader(examples, program);
        Map<String, Metric.Accumulator> accumulators = new LinkedHashMap<>();
        metrics.forEach((name, metric) -> accumulators.put(name, metric.start()));
        double loss = 0;
        long counted = 0;
        for (int first = 0; first < examples.count(); first += capacity) {
            int live = Math.min(capacity, examples.count() - first);
            for (int i = 0; i < live; i++) {
                loader.ids()[i] = first + i;
            }
            loader.load(pool, live);
            double mean = program.forward(live, 0);
            loss += mean * program.counted();
            counted += program.counted();
            afterForward.accept(live);
            loads.forEach(load -> load.add(live));
            Predictions outputs = program.targets() == 0 || program.positions() > 1
                    ? new PositionOutputs(program, live)
                    : new Outputs(program, examples, first, live);
            accumulators.values().forEach(a -> a.add(outputs));
        }
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", counted == 0 ? 0 : loss / counted);
        accumulators.forEach((name, accumulator) -> values.put(name, accumulator.value()));
        ExpertLoad.measure(loads, values);
        uses.clear();
        loads.forEach(load -> load.uses(uses));
        return values;
    }

    @Override
    public void close() {
        program.close();
    }

    /** A batch's outputs beside one numeric target an example, read from the plane: every example counts. */
    private static final class Outputs implements Predictions {
        private final Program program;
        private final Examples examples;
        private final int first;
        private final int count;
        private final float[] target;
        private int targetOf = -1;

        Outputs(Program program, Examples examples, int first, int count) {
            this.program = program;
            this.examples = examples;
            this.first = first;
            this.count = count;
            this.target = new float[program.output().features()];
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int outputs() {
            return program.output().features();
        }

        @Override
        public float output(int example, int feature) {
            Plane plane = program.output();
            int lanes = plane.lanes();
            long tile = plane.tile(example / lanes, 0, 0);
            return NativeMemory.getFloat(tile + 4L * ((long) feature * lanes + example % lanes));
        }

        @Override
        public int label(int example) {
            return examples.label(first + example);
        }

        @Override
        public float target(int example, int feature) {
            if (targetOf != example) {
                examples.target(first + example, target);
                targetOf = example;
            }
            return target[feature];
        }
    }
}
