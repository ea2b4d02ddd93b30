package org.espalier.bench;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.espalier.api.EspalierException;
import org.espalier.core.bench.KernelCall;
import org.espalier.core.bench.KernelCalls;
import org.espalier.core.bench.KernelSizes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One call of a kernel, alone in its JVM. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class KernelBenchmark {
    /** Plugin name of the kernels. */
    @Param({"simd", "scalar"})
    public String backend = "";

    /** Kernel and shape; {@link KernelBenchmarks} fills in all there are. */
    @Param("")
    public String call = "";

    private Optional<KernelCalls> drawn = Optional.empty();
    private Runnable made = () -> {};

    /** Draws the arguments. */
    @Setup
    public void draw() {
        KernelCalls calls = new KernelCalls(Backends.named(backend).kernels(), KernelSizes.usual());
        drawn = Optional.of(calls);
        made = calls.all().stream()
                .filter(candidate -> candidate.name().equals(call))
                .map(KernelCall::call)
                .findFirst()
                .orElseThrow(() -> new EspalierException("There is no call \"" + call + "\" of a kernel."));
    }

    /** Gives the memory of the arguments back. */
    @TearDown
    public void close() {
        drawn.ifPresent(KernelCalls::close);
    }

    /** Makes the call. */
    @Benchmark
    public void kernel() {
        made.run();
    }
}
