package org.espalier.core.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.core.provenance.Machine;
import org.espalier.core.provenance.ProductVersion;
import org.espalier.core.train.Engine;

/** Times every kernel of a backend. They take turns, so that a slow moment of the machine does not fall on one of them. */
public final class KernelBench {
    private static final int TURNS = 5;

    /** So long a call is made before compilers are waited for. */
    private static final long WARM_UP_NANOS = 20_000_000;

    private final Engine engine;
    private final KernelSizes sizes;
    private final double seconds;

    private KernelBench(Engine engine, KernelSizes sizes, double seconds) {
        if (!(seconds > 0) || Double.isInfinite(seconds)) {
            throw new EspalierException(
                    "A kernel is timed for a number of seconds above 0, and was given " + seconds + ".");
        }
        this.engine = engine;
        this.sizes = sizes;
        this.seconds = seconds;
    }

    /**
     * Takes the turns.
     *
     * @param engine every thread of its pool makes each call at once
     * @param seconds for each call, above 0
     * @param told about each turn, in a sentence
     * @throws EspalierException when seconds are not above 0, or there is too little memory
     */
    public static KernelReport run(Engine engine, KernelSizes sizes, double seconds, Consumer<String> told) {
        return new KernelBench(engine, sizes, seconds).report(told);
    }

    private KernelReport report(Consumer<String> told) {
        List<KernelCalls> ofThreads = new ArrayList<>();
        try {
            for (int thread = 0; thread < engine.pool().threads(); thread++) {
                ofThreads.add(new KernelCalls(engine.kernels(), sizes));
            }
            List<KernelTimer> timers = IntStream.range(
                            0, ofThreads.getFirst().all().size())
                    .mapToObj(i -> new KernelTimer(
                            ofThreads.stream().map(calls -> calls.all().get(i)).toList(), engine.pool()))
                    .toList();
            long nanos = (long) (1e9 * seconds / TURNS);
            long warmUp = Math.min(nanos, WARM_UP_NANOS);
            long most = (long) (2e9 * seconds * timers.size());
            if (!CompilerRest.warmUp(() -> timers.forEach(timer -> timer.turn(warmUp)), most)) {
                told.accept("The compilers of the JVM are still at work on some kernels, which are slow until then and"
                        + " allocate: more seconds for each would help.");
            }
            double gigaflops = 0;
            double gigabytes = 0;
            PeakRate peak = new PeakRate(engine, nanos);
            for (int turn = 1; turn <= TURNS; turn++) {
                gigaflops = Math.max(gigaflops, peak.gigaflops());
                gigabytes = Math.max(gigabytes, peak.gigabytes());
                timers.forEach(timer -> timer.turn(nanos));
                told.accept("turn " + turn + " of " + TURNS + ": " + timers.size() + " calls of kernels");
            }
            return report(timers, ofThreads.getFirst().layers(), gigaflops, gigabytes);
        } finally {
            ofThreads.forEach(KernelCalls::close);
        }
    }

    private KernelReport report(List<KernelTimer> timers, List<LayerCalls> layers, double gigaflops, double gigabytes) {
        Map<String, Double> micros = new LinkedHashMap<>();
        timers.forEach(timer -> micros.put(timer.call().name(), timer.nanos() / 1000));
        return new KernelReport(
                ProductVersion.read(),
                Machine.ofProcess(),
                engine.name(),
                engine.backend().description(),
                engine.pool().threads(),
                seconds,
                sizes.panel().capacity(),
                gigaflops,
                gigabytes,
                timers.stream()
                        .map(timer -> kernel(timer, gigaflops, gigabytes))
                        .toList(),
                layers.stream().map(layer -> layer(layer, micros)).toList());
    }

    private static KernelReport.Kernel kernel(KernelTimer timer, double gigaflops, double gigabytes) {
        KernelCall call = timer.call();
        double bound = switch (call.unit()) {
            case FLOPS -> gigaflops;
            case BYTES -> gigabytes;
        };
        return new KernelReport.Kernel(
                call.kernel(),
                call.shape(),
                call.unit(),
                timer.rate(),
                timer.rate() / bound,
                timer.nanos() / 1000,
                timer.bytesAllocated());
    }

    private static KernelReport.Layer layer(LayerCalls layer, Map<String, Double> micros) {
        return new KernelReport.Layer(
                layer.size().toString(),
                layer.sparsity(),
                product(layer.forward(), micros),
                product(layer.inputGradient(), micros),
                product(layer.weightGradient(), micros),
                micros.getOrDefault(layer.gradients().name(), Double.NaN));
    }

    private static KernelReport.Product product(LayerCalls.ProductCalls calls, Map<String, Double> micros) {
        KernelCall best = calls.dense().stream()
                .min(Comparator.comparingDouble(call -> micros.getOrDefault(call.name(), Double.POSITIVE_INFINITY)))
                .orElseThrow();
        return new KernelReport.Product(
                micros.getOrDefault(calls.sparse().name(), Double.NaN),
                micros.getOrDefault(best.name(), Double.NaN),
                best.kernel());
    }
}
