package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.espalier.api.RandomStream;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.storage.WeightStore;

/**
 * The loss and gradients of a step: of one batch, or the mean of several, of as many as are left at the end of an epoch; and
 * the weighted sum of that with those of a batch of each of the phase's further data.
 *
 * <p>A batch's noise is drawn by its number in the phase, so that every batch of a step has its own.
 */
final class StepGradients implements AutoCloseable {
    private final Network network;
    private final Program program;
    private final boolean backward;
    private final Optional<Teacher> teacher;
    private final WorkerPool pool;
    private final TrainingBatches drawn;
    private final int batches;
    private final long stepsPerEpoch;
    private final List<StreamPass> streams = new ArrayList<>();
    private final Optional<Accumulation> accumulation;
    private final List<WeightStore> parameters = new ArrayList<>();
    private final Optional<ExampleRecord> record;
    private boolean noting;

    /**
     * @param program of the main data
     * @param teacher answers every batch of the program
     * @param random the stream of the phase
     */
    StepGradients(
            PhaseSpec spec,
            TrainingData data,
            Model model,
            Network network,
            Program program,
            Optional<Teacher> teacher,
            Engine engine,
            RandomStream random) {
        this.network = network;
        this.program = program;
        this.backward = spec.step().backward();
        this.teacher = teacher;
        this.pool = engine.pool();
        this.batches = spec.step().accumulate();
        this.record = spec.sample()
                .map(sampler -> new ExampleRecord(
                        sampler, data.train().count(), spec.batch() * batches, random.fork("examples")));
        this.drawn = new TrainingBatches(data.train(), spec.batch(), model.wholeBatch() > 0, program, record, random);
        this.stepsPerEpoch = spec.stepsPerEpoch();
        for (StreamSpec stream : spec.step().streams()) {
            TrainingData further = Objects.requireNonNull(data.further().get(stream.name()));
            streams.add(new StreamPass(stream, further.train(), network, model, engine, random));
        }
        this.accumulation = spec.step().addsGradients() ? Optional.of(new Accumulation(network)) : Optional.empty();
    }

    /** Whether {@link #startEpoch} has something to do before this step. */
    boolean startsEpoch(long step) {
        boolean starts = !drawn.holds(step / stepsPerEpoch);
        for (int i = 0; i < streams.size(); i++) {
            starts |= streams.get(i).startsEpoch(step);
        }
        return starts;
    }

    /** Shuffles what begins an epoch with this step, or had not been shuffled for its epoch. */
    void startEpoch(long step) {
        drawn.startEpoch(step / stepsPerEpoch);
        streams.forEach(stream -> stream.startEpoch(step));
    }

    /** Takes up parameters whose storage changed. */
    void bind() {
        parameters.clear();
        parameters.addAll(network.parameters());
        if (accumulation.isPresent()) {
            accumulation.get().bind();
        }
        for (int i = 0; i < streams.size(); i++) {
            streams.get(i).bind();
        }
    }

    /** What is known of each example, if something chooses by it. */
    Optional<ExampleRecord> record() {
        return record;
    }

    /** The loss of the step's first batch; gradients stay as they are. */
    double begin(long step) {
        noting = record.isPresent();
        if (noting) {
            record.get().beginStep();
        }
        return forward(step, 0);
    }

    /** The step went well. */
    void endStep() {
        if (record.isPresent()) {
            record.get().endStep();
        }
    }

    /** Nothing of a step that went well counts. */
    void takeBack(long step) {
        record.ifPresent(known -> known.takeBack(step / stepsPerEpoch));
    }

    /** What epochs have was read anew. */
    void forgetEpoch() {
        drawn.forgetEpoch();
    }

    /**
     * Computes the gradients of the step that was begun; where there is no backward pass, they are 0.
     *
     * @param loss of its first batch
     * @return the mean loss of its batches, and the weighted losses of further data
     * @throws Diverged when the loss of a further batch is not finite
     */
    double complete(long step, double loss) {
        back();
        int count = count(step);
        if (accumulation.isEmpty() || count == 1 && streams.isEmpty()) {
            return loss;
        }
        double sum = mean(accumulation.get(), step, count, loss);
        for (int i = 0; i < streams.size(); i++) {
            StreamPass stream = streams.get(i);
            stream.compute(step, backward);
            accumulation.get().addFurther(pool, (float) stream.weight(), i == streams.size() - 1);
            sum += stream.weight() * stream.loss();
        }
        return sum;
    }

    /**
     * Computes the gradients of the step that is made once more, at the values that parameters have now.
     *
     * @return as {@link #complete}
     * @throws Diverged when the loss is not finite
     */
    double again(long step) {
        noting = false;
        double loss = forward(step, 0);
        Diverged.requireFinite("The loss of a further pass", loss);
        return complete(step, loss);
    }

    /** The mean over the batches of the main data, left where further gradients are added to it if there are any. */
    private double mean(Accumulation sums, long step, int count, double loss) {
        boolean alone = streams.isEmpty();
        if (count == 1) {
            sums.add(pool, 1, true);
            return loss;
        }
        int counted = program.counted();
        double sum = loss * counted;
        long total = counted;
        sums.add(pool, counted, true);
        for (int i = 1; i < count; i++) {
            double next = forward(step, i);
            Diverged.requireFinite("The loss", next);
            counted = program.counted();
            sum += next * counted;
            total += counted;
            back();
            if (i < count - 1) {
                sums.add(pool, counted, false);
            } else {
                sums.addLast(pool, counted, Math.max(1, total), alone);
            }
        }
        return sum / Math.max(1, total);
    }

    private int count(long step) {
        long first = step % stepsPerEpoch * batches;
        return (int) Math.min(batches, drawn.perEpoch() - first);
    }

    private void back() {
        if (backward) {
            program.backward();
        } else {
            for (int i = 0; i < parameters.size(); i++) {
                NativeMemory.clear(
                        parameters.get(i).gradient(), 4L * parameters.get(i).count());
            }
            program.handStatistics();
        }
    }

    /**
     * Computes the loss of the step that is made once more, at the values that parameters have now, and no gradients. Of a step
     * with one batch only those operations are computed that see the change.
     *
     * @param changed whether a parameter has other values than in the step's forward pass, by its name
     * @return as {@link #complete}
     * @throws Diverged when the loss is not finite
     */
    double lossAgain(long step, Predicate<String> changed) {
        noting = false;
        int count = count(step);
        double mean = count == 1
                ? program.forwardAgain(drawn.load(pool, step % stepsPerEpoch * batches), changed)
                : forward(step, 0);
        if (count > 1) {
            double sum = mean * program.counted();
            long total = program.counted();
            for (int i = 1; i < count; i++) {
                sum += forward(step, i) * program.counted();
                total += program.counted();
            }
            mean = sum / Math.max(1, total);
        }
        for (int i = 0; i < streams.size(); i++) {
            mean += streams.get(i).weight() * streams.get(i).forward(step);
        }
        Diverged.requireFinite("The loss of a further pass", mean);
        return mean;
    }

    /** Values were others in the step's forward pass than they are now. */
    void forgetOutputs() {
        program.forgetOutputs();
    }

    /** Adds the last loss of each of the further data to a sum. */
    void addLosses(double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += streams.get(i).loss();
        }
    }

    private double forward(long step, int number) {
        int live = drawn.load(pool, step % stepsPerEpoch * batches + number);
        if (teacher.isPresent()) {
            teacher.get().answer(live);
        }
        double loss = program.forward(live, step * batches + number, number == 0);
        if (noting) {
            note(record.get(), live);
        }
        return loss;
    }

    private void note(ExampleRecord known, int live) {
        for (int i = 0; i < live; i++) {
            known.note(drawn.loaded(i), program.lossOf(i), program.correct(i));
        }
    }

    @Override
    public void close() {
        accumulation.ifPresent(Accumulation::close);
        streams.forEach(StreamPass::close);
    }
}
