package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;

/** Runs of a plan that must have the same bits. */
final class SameBits {
    /** Whatever is allocated in every step has as many bytes; less is what classes loaded late allocate once. */
    private static final double SMALLEST_OBJECT = 16;

    private final Path temp;
    private int runs;

    /**
     * @param temp where their folders stand
     */
    SameBits(Path temp) {
        this.temp = temp;
    }

    /** A run in a folder to its end; it is resumed when it is there. */
    static RunSummary run(RecipePlan plan, Path folder, int threads) {
        return run(plan, folder, threads, new RunControl(), step -> false);
    }

    /** A run in a folder, which is resumed when it is there. */
    static RunSummary run(
            RecipePlan plan, Path folder, int threads, RunControl control, Predicate<RunEvent.Trained> stopAfter) {
        return run(plan, folder, threads, control, stopAfter, event -> {});
    }

    /** A run in a folder, which is resumed when it is there. */
    static RunSummary run(
            RecipePlan plan,
            Path folder,
            int threads,
            RunControl control,
            Predicate<RunEvent.Trained> stopAfter,
            Consumer<RunEvent> heard) {
        Consumer<RunEvent> listener = event -> {
            heard.accept(event);
            if (event instanceof RunEvent.Trained t && stopAfter.test(t)) {
                control.stop();
            }
        };
        try (Espalier espalier =
                Espalier.builder().threads(threads).backend("scalar").build()) {
            RunOptions options = new RunOptions(folder, control);
            return folder.toFile().exists()
                    ? espalier.resume(plan, options, listener).summary()
                    : espalier.run(plan, options, listener).summary();
        }
    }

    /** A run in a folder of its own. */
    RunSummary run(RecipePlan plan, int threads) {
        return run(plan, temp.resolve("run-" + runs++), threads);
    }

    /** The same for any number of threads, and after being stopped, and without garbage where the last phase can tell. */
    RunSummary requireTheSameBits(RecipePlan plan, long stopAfter) {
        return requireTheSameBits(plan, t -> t.step() == stopAfter);
    }

    /** The same for any number of threads, and after being stopped, and without garbage where the last phase can tell. */
    RunSummary requireTheSameBits(RecipePlan plan, Predicate<RunEvent.Trained> stopAfter) {
        RunSummary whole = run(plan, 1);
        assertThat(whole.outcome()).isEqualTo(Outcome.DONE);
        assertThat(whole.bytesAllocatedPerStep() >= SMALLEST_OBJECT)
                .as("%s bytes allocated in a step", whole.bytesAllocatedPerStep())
                .isFalse();
        assertThat(run(plan, 2).digest()).isEqualTo(whole.digest());
        Path folder = temp.resolve("stopped-" + runs++);
        assertThat(run(plan, folder, 2, new RunControl(), stopAfter).outcome()).isEqualTo(Outcome.INTERRUPTED);
        RunSummary resumed = run(plan, folder, 3);
        assertThat(resumed.digest()).isEqualTo(whole.digest());
        assertThat(resumed.metrics()).isEqualTo(whole.metrics());
        assertThat(resumed.phases().getLast().epochs())
                .isEqualTo(whole.phases().getLast().epochs());
        return whole;
    }
}
