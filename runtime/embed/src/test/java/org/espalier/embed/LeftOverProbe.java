package org.espalier.embed;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.espalier.api.Span;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunSummary.Outcome;

/** A JVM in which a plugin fails in run after run; it prints what is left of them, or {@code nothing}. */
final class LeftOverProbe {
    /** Enough that a file or a network left by each run stands out from what the JVM itself opens and keeps. */
    private static final int RUNS = 10;

    private static final int WARM_UP = 3;
    private static final int UNITS = 1000;

    /** Values, gradients and one slot of the two hidden layers. */
    private static final long BYTES_OF_A_RUN = 3L * 4 * UNITS * (784 + UNITS);

    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=(\\d+)KB");

    private LeftOverProbe() {}

    public static void main(String[] args) throws IOException, JMException {
        AtomicInteger noise = new AtomicInteger();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> noise.incrementAndGet());
        Path folder = Path.of(args[0]);
        runs("warm-up", WARM_UP, folder);
        long files = openFiles();
        long bytes = nativeBytes();
        runs("counted", RUNS, folder);
        List<String> left = new ArrayList<>();
        note(left, "files", openFiles() - files, RUNS);
        note(left, "bytes", nativeBytes() - bytes, RUNS * BYTES_OF_A_RUN / 2);
        note(left, "threads", threads(), 1);
        note(left, "uncaught exceptions", noise.get(), 1);
        System.out.println(left.isEmpty() ? "nothing" : String.join(", ", left));
    }

    private static void note(List<String> left, String what, long count, long tooMany) {
        if (count >= tooMany) {
            left.add(count + " " + what);
        }
    }

    private static void runs(String name, int count, Path folder) {
        RecipePlan small = Recipes.small("dense", UNITS, 100, 20, 10);
        RecipePlan plan = RecipePlan.builder("faulty")
                .data(small.data())
                .model(small.model())
                .phase(
                        "train",
                        p -> p.train(Span.steps(10))
                                .optimizer("throwing", Map.of())
                                .learningRate(0.1))
                .build();
        try (Espalier espalier = Espalier.builder()
                .threads(2)
                .backend("scalar")
                .catalog(new FaultyPlugins())
                .build()) {
            for (int i = 0; i < count; i++) {
                RunOptions options = new RunOptions(folder.resolve(name + i), new RunControl());
                if (espalier.run(plan, options, event -> {}).summary().outcome() != Outcome.FAILED) {
                    throw new IllegalStateException("the run was to fail");
                }
            }
        }
    }

    /** 0 where the system does not tell. */
    private static long openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.count();
        }
    }

    /**
     * What the JVM counts as allocated for others than itself. The memory of the process would say less: allocators keep
     * what was given back.
     */
    private static long nativeBytes() throws JMException {
        Object report = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmNativeMemory",
                        new Object[] {new String[] {"summary"}},
                        new String[] {String[].class.getName()});
        Matcher other = OTHER.matcher(String.valueOf(report));
        if (!other.find()) {
            throw new IllegalStateException("native memory is not tracked: " + report);
        }
        return 1024 * Long.parseLong(other.group(1));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("espalier-"))
                .count();
    }
}
