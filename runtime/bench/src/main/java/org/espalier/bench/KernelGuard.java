package org.espalier.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.espalier.core.bench.CompilerRest;
import org.espalier.core.bench.KernelCalls;
import org.espalier.core.bench.KernelSizes;
import org.espalier.core.bench.KernelTimer;
import org.espalier.core.bench.PeakRate;
import org.espalier.core.kernel.ScalarBackend;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.train.Engine;

/**
 * Compares kernels with each other in one run: every call has to reach a share of what dense products or copies reach, to be
 * so many times as fast as the scalar reference, and to allocate nothing. Only what falls short is measured on, so a busy
 * machine makes this last longer, and a kernel that boxes its vectors makes it fail.
 */
public final class KernelGuard implements AutoCloseable {
    private static final long WARM_UP = TimeUnit.SECONDS.toNanos(6);
    private static final long WARM_UP_TURN = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long OWN_TURN = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SCALAR_TURN = TimeUnit.MILLISECONDS.toNanos(3);
    private static final long BOUND_TURN = TimeUnit.MILLISECONDS.toNanos(20);

    /** Time of all threads of this process: what others do on the machine is not counted. */
    private static final long CPU_LIMIT = TimeUnit.SECONDS.toNanos(32);

    private final WorkerPool pool = new WorkerPool(1);
    private final KernelCalls own;
    private final KernelCalls scalar;
    private final PeakRate peak;
    private final List<GuardedCall> calls;
    private GuardedCall.Bounds bounds = new GuardedCall.Bounds(0, 0);

    private KernelGuard(String backend) {
        Engine engine = new Engine(backend, Backends.named(backend), pool);
        this.own = new KernelCalls(engine.kernels(), KernelSizes.small());
        this.scalar = new KernelCalls(new ScalarBackend().kernels(), KernelSizes.small());
        this.peak = new PeakRate(engine, BOUND_TURN);
        this.calls = IntStream.range(0, own.all().size())
                .mapToObj(i -> new GuardedCall(
                        new KernelTimer(List.of(own.all().get(i)), pool),
                        new KernelTimer(List.of(scalar.all().get(i)), pool)))
                .toList();
    }

    /**
     * Guards a backend; exit code 1 says that it falls short.
     *
     * @param arguments its name (simd); then {@code --usual} prints the floors under what this run reaches
     */
    public static void main(String... arguments) {
        String backend = arguments.length > 0 ? arguments[0] : "simd";
        if (arguments.length > 2 || (arguments.length == 2 && !arguments[1].equals("--usual"))) {
            System.err.println("Usage: KernelGuard [BACKEND [--usual]]");
            System.exit(2);
        }
        try (KernelGuard guard = new KernelGuard(backend)) {
            guard.warmUp();
            if (arguments.length == 2) {
                guard.measureAll();
                guard.printFloors();
            } else if (!guard.holds(Floors.read(), backend)) {
                System.exit(1);
            }
        }
    }

    private void warmUp() {
        CompilerRest.warmUp(
                () -> {
                    measureBounds();
                    calls.forEach(call -> call.turn(WARM_UP_TURN, WARM_UP_TURN));
                },
                WARM_UP);
    }

    private void measureBounds() {
        bounds = bounds.or(new GuardedCall.Bounds(peak.gigaflops(), peak.gigabytes()));
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Measures what falls short until nothing does, or the time is over. */
    private boolean holds(Floors floors, String backend) {
        List<GuardedCall> open = new ArrayList<>(calls);
        open.removeIf(call -> reaches(call, floors));
        while (!open.isEmpty() && cpuNanos() < CPU_LIMIT) {
            measureBounds();
            open.forEach(call -> call.turn(OWN_TURN, SCALAR_TURN));
            open.removeIf(call -> reaches(call, floors));
        }
        for (GuardedCall call : open) {
            System.out.println(
                    call.name() + ": " + String.join("; ", call.reached(bounds).faults(floors.of(call.name()))) + ".");
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d of %d calls of kernels keep up with the others and allocate nothing; dense products %.1f GFLOP/s,"
                        + " copies %.1f GB/s, %.0f s of processor time.%n",
                backend,
                calls.size() - open.size(),
                calls.size(),
                bounds.gigaflops(),
                bounds.gigabytes(),
                cpuNanos() / 1e9);
        return open.isEmpty();
    }

    private boolean reaches(GuardedCall call, Floors floors) {
        return call.reached(bounds).faults(floors.of(call.name())).isEmpty();
    }

    private void measureAll() {
        while (cpuNanos() < 2 * CPU_LIMIT) {
            measureBounds();
            calls.forEach(call -> call.turn(OWN_TURN, SCALAR_TURN));
        }
    }

    private void printFloors() {
        for (GuardedCall call : calls) {
            GuardedCall.Reached reached = call.reached(bounds);
            System.out.println(
                    Floors.Floor.under(reached.ofBound(), reached.timesScalar()).line(call.name())
                            + (reached.bytes() > 0 ? "  # allocates" : ""));
        }
    }

    @Override
    public void close() {
        own.close();
        scalar.close();
        pool.close();
    }
}
