package org.espalier.core.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Kernels;
import org.espalier.core.graph.BatchState;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.DenseGradient;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.graph.WeightPass;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.operation.Mixture;
import org.espalier.core.parallel.WorkerPool;

/**
 * A network bound to planes for batches of one capacity. Replaying it allocates nothing. Programs of one network share
 * its values; after links moved, {@link #bind} takes up the new storage.
 */
public final class Program implements AutoCloseable {
    private final NativeMemory memory = new NativeMemory();
    private final WorkerPool pool;
    private final BatchState batch = new BatchState();
    private final Plane input;
    private final Plane output;
    private final Map<String, Plane> taps = new LinkedHashMap<>();
    private final Map<Value, Plane> gates = new LinkedHashMap<>();
    private final Plane judged;
    private final int positions;
    private final long labels;
    private final long targets;
    private final Binding binding;
    private final List<Operation> operations;
    private final List<Pass> passes = new ArrayList<>();
    /** The parameters each of them reads. */
    private final List<List<String>> reads = new ArrayList<>();
    /** So many of the first operations have given what they give for the batch that is there, at the parameters' own values. */
    private int whole;

    private final List<Judge> judges = new ArrayList<>();
    private final Optional<Plane> teacher;
    private final boolean training;

    /** A loss and what it is multiplied by. */
    private record Judge(LossPass loss, double weight) {}

    /**
     * @param capacity most examples of a batch
     * @param random what operations draw from in training; empty: {@link #backward} will not be called
     */
    public Program(
            Network network,
            Model model,
            Objective objective,
            Kernels kernels,
            WorkerPool pool,
            int capacity,
            Optional<RandomStream> random) {
        this.pool = pool;
        this.training = random.isPresent();
        Geometry geometry = geometry(model, objective, capacity);
        this.binding = new Binding(geometry, network, kernels, memory, random, batch);
        this.operations = geometry.operations();
        this.input = binding.plane(model.input());
        this.output = binding.plane(model.output());
        model.taps().forEach((name, value) -> taps.put(name, binding.plane(value)));
        Mixture.of(model).forEach(mixture -> gates.put(mixture.gates(), binding.plane(mixture.gates())));
        this.teacher = objective.teacher().map(binding::plane);
        this.judged = binding.plane(judged(model, objective));
        this.positions = judged.grid().positions();
        this.labels = memory.allocateInts((long) judged.tiles() * judged.lanes());
        this.targets = readsNumbers(objective) ? memory.allocate(judged.bytes()) : 0;
        for (Operation operation : operations) {
            passes.add(operation.bind(binding));
            reads.add(binding.asked());
        }
        for (Objective.Term term : objective.terms()) {
            Plane value = binding.plane(term.value());
            long gradient = binding.gradient(term.value()).map(Plane::address).orElse(0L);
            long wanted = term.target().map(t -> binding.plane(t).address()).orElse(targets);
            judges.add(new Judge(
                    new LossPass(term.loss(), kernels, value, gradient, labels, wanted, memory), term.weight()));
        }
    }

    /** What labels and targets belong to: what the first loss reads that the data judge. */
    private static Value judged(Model model, Objective objective) {
        return objective.terms().stream()
                .filter(term -> term.target().isEmpty())
                .map(Objective.Term::value)
                .findFirst()
                .orElse(model.output());
    }

    private static boolean readsNumbers(Objective objective) {
        return objective.terms().stream()
                .anyMatch(term -> term.target().isEmpty() && !term.loss().readsLabels());
    }

    private static Geometry geometry(Model model, Objective objective, int capacity) {
        List<Operation> operations = new ArrayList<>(model.operations());
        operations.addAll(objective.operations());
        return new Geometry(model.input(), operations, capacity);
    }

    /**
     * Native bytes a program would hold, without those of the network.
     *
     * @param links stored links by weight
     */
    public static long bytes(
            Model model, Objective objective, int capacity, boolean training, ToLongFunction<String> links) {
        Geometry geometry = geometry(model, objective, capacity);
        Plane judged = geometry.plane(judged(model, objective));
        long labelsAndLosses = 8L * judged.tiles() * judged.lanes();
        long targets = readsNumbers(objective) ? judged.bytes() : 0;
        long own = geometry.operations().stream()
                .mapToLong(o -> o.bytes(geometry, training, links))
                .sum();
        return geometry.bytes(training) + labelsAndLosses + targets + own;
    }

    /** Plane the inputs are written to. */
    public Plane input() {
        return input;
    }

    /** Plane of the outputs. */
    public Plane output() {
        return output;
    }

    /** Plane the teacher's answers are written to before {@link #forward}; empty where no loss asks for them. */
    public Optional<Plane> teacher() {
        return teacher;
    }

    /** Plane of a value of the model. */
    public Plane plane(Value value) {
        return binding.plane(value);
    }

    /** Planes of the model's taps, by name. */
    public Map<String, Plane> taps() {
        return taps;
    }

    /** Plane of the weights that say where a mixture sends positions. */
    public Plane gates(Mixture mixture) {
        return Objects.requireNonNull(gates.get(mixture.gates()), mixture.toString());
    }

    /**
     * Address of {@code int[blocks][positions][lanes]} for class labels: -1 where a position does not count, as those of
     * examples that are not there.
     */
    public long labels() {
        return labels;
    }

    /** Positions of an example that the loss reads. */
    public int positions() {
        return positions;
    }

    /** How many positions the loss of the last {@link #forward} is the mean of. */
    public int counted() {
        return judges.getFirst().loss().counted();
    }

    /**
     * The loss of an example in the last {@link #forward}, as the first of the losses has it: the mean over its positions that
     * count; 0 where none does.
     */
    public float lossOf(int example) {
        LossPass loss = judges.getFirst().loss();
        double sum = 0;
        int found = 0;
        for (int p = 0; p < positions; p++) {
            int place = place(example, p);
            if (loss.counts(place)) {
                sum += loss.at(place);
                found++;
            }
        }
        return found == 0 ? 0 : (float) (sum / found);
    }

    /** Whether the largest output of an example is that of its class at all positions that have a label, and one has. */
    public boolean correct(int example) {
        boolean right = false;
        for (int p = 0; p < positions; p++) {
            int label = NativeMemory.getInt(labels + 4L * place(example, p));
            if (label >= 0 && label != largest(example, p)) {
                return false;
            }
            right |= label >= 0;
        }
        return right;
    }

    /** Among all positions of the batch. */
    private int place(int example, int position) {
        int lanes = judged.lanes();
        return (example / lanes * positions + position) * lanes + example % lanes;
    }

    /** Of equal ones the first. */
    private int largest(int example, int position) {
        int lanes = judged.lanes();
        long first = judged.numbered(example / lanes * positions + position) + 4L * (example % lanes);
        int best = 0;
        for (int f = 1; f < judged.features(); f++) {
            best = NativeMemory.getFloat(first + 4L * f * lanes) > NativeMemory.getFloat(first + 4L * best * lanes)
                    ? f
                    : best;
        }
        return best;
    }

    /** Plane of numeric targets; 0 when the loss reads labels. */
    public long targets() {
        return targets;
    }

    /** The gradient of every position of a weight: that of the pass that uses it, or of all that share it. */
    public DenseGradient gradientOf(String weight) {
        List<WeightPass> uses = new ArrayList<>();
        for (Pass pass : passes.reversed()) {
            for (WeightPass product : pass.products()) {
                if (product.weight().equals(weight)) {
                    uses.add(product);
                }
            }
        }
        if (uses.isEmpty()) {
            throw new IllegalArgumentException("nothing uses the weight " + weight);
        }
        return uses.size() == 1 ? uses.getFirst() : new SharedGradient(uses);
    }

    /** Takes up weights whose storage changed. */
    public void bind() {
        forgetOutputs();
        for (int i = 0; i < passes.size(); i++) {
            passes.get(i).bind();
        }
    }

    /** As the other, with the first batch of a step. */
    public double forward(int live, long step) {
        return forward(live, step, true);
    }

    /**
     * Computes outputs and, in a training program, the gradient of the loss by the outputs.
     *
     * @param live how many examples the planes hold
     * @param step the step of training, from 0
     * @param first whether it is the first of the batches whose gradients make a step
     * @return the mean loss; in training with what operations add to it
     */
    public double forward(int live, long step, boolean first) {
        batch.set(live, step, first);
        double loss = forwardFrom(0, live);
        whole = passes.size();
        return loss;
    }

    /**
     * Computes outputs and loss of the batch of the last {@link #forward} once more, from the first operation on that reads a
     * parameter with other values than then.
     *
     * @param changed whether a parameter has other values than it had then, by its name
     * @return as {@link #forward}
     */
    public double forwardAgain(int live, Predicate<String> changed) {
        int reader = 0;
        while (reader < passes.size() && !reads(reader, changed)) {
            reader++;
        }
        whole = Math.min(reader, whole);
        double loss = forwardFrom(whole, live);
        whole = reader;
        return loss;
    }

    private boolean reads(int operation, Predicate<String> changed) {
        List<String> names = reads.get(operation);
        for (int i = 0; i < names.size(); i++) {
            if (changed.test(names.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** What operations gave is not what they would give now: the next {@link #forwardAgain} begins with the first. */
    public void forgetOutputs() {
        whole = 0;
    }

    private double forwardFrom(int from, int live) {
        for (int i = from; i < passes.size(); i++) {
            passes.get(i).forward(pool);
        }
        double beside = 0;
        for (int i = 0; i < passes.size() && training; i++) {
            beside += passes.get(i).loss();
        }
        for (int i = 0; i < judges.size(); i++) {
            beside += judges.get(i).weight() * judges.get(i).loss().run(pool, live);
        }
        return beside;
    }

    /**
     * Computes what comes into an operation, in a program that does not train.
     *
     * @param live how many examples the planes hold
     */
    public void forwardTo(Operation operation, int live) {
        batch.set(live, 0, true);
        for (int i = 0; i < operations.indexOf(operation); i++) {
            passes.get(i).forward(pool);
        }
    }

    /** Computes the gradients of all parameters after {@link #forward}. */
    public void backward() {
        forgetOutputs();
        for (int i = passes.size() - 1; i >= 0; i--) {
            passes.get(i).backward(pool);
        }
    }

    /** What its operations are called, in the order of the graph; several of one layer may be called alike. */
    public List<String> operations() {
        return operations.stream().map(Operation::label).toList();
    }

    /**
     * A forward and a backward pass of a training program, timed.
     *
     * @param forward {@code [operations]}: nanoseconds of each, set
     * @param backward the same of the backward pass
     */
    public void time(int live, long step, long[] forward, long[] backward) {
        batch.set(live, step, true);
        for (int i = 0; i < passes.size(); i++) {
            long begin = System.nanoTime();
            passes.get(i).forward(pool);
            forward[i] = System.nanoTime() - begin;
        }
        judges.forEach(judge -> judge.loss().run(pool, live));
        for (int i = passes.size() - 1; i >= 0; i--) {
            long begin = System.nanoTime();
            passes.get(i).backward(pool);
            backward[i] = System.nanoTime() - begin;
        }
    }

    /** Leaves the statistics of the batch of the last {@link #forward} where {@link #backward} would. */
    public void handStatistics() {
        passes.forEach(Pass::handStatistics);
    }

    /** Native bytes held, without those of the network. */
    public long bytes() {
        return memory.bytes();
    }

    @Override
    public void close() {
        passes.forEach(Pass::close);
        memory.close();
    }
}
