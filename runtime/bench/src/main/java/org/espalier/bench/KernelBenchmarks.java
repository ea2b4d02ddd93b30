package org.espalier.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.espalier.core.bench.KernelCall;
import org.espalier.core.bench.KernelCalls;
import org.espalier.core.bench.KernelSizes;
import org.espalier.core.kernel.ScalarKernels;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** JMH's command line, with every call of a kernel as parameter {@code call}, and rates at the end. */
public final class KernelBenchmarks {
    private static final String PREFIX = "--calls=";

    private KernelBenchmarks() {}

    /**
     * Runs benchmarks.
     *
     * @param arguments those of JMH; before them {@code --calls=REGEX} may choose among the calls
     */
    public static void main(String... arguments) throws CommandLineOptionException, RunnerException {
        boolean chosen = arguments.length > 0 && arguments[0].startsWith(PREFIX);
        String pattern = chosen ? arguments[0].substring(PREFIX.length()) : ".*";
        String[] others = chosen ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
        Map<String, KernelCall> calls = calls(pattern);
        if (calls.isEmpty()) {
            System.err.println("No call of a kernel matches " + pattern + "; the calls are:");
            calls(".*").keySet().forEach(name -> System.err.println("  " + name));
            System.exit(2);
        }
        CommandLineOptions options = new CommandLineOptions(others);
        ChainedOptionsBuilder builder =
                new OptionsBuilder().parent(options).include(KernelBenchmark.class.getName() + "\\.");
        if (!options.getParameter("call").hasValue()) {
            builder.param("call", calls.keySet().toArray(String[]::new));
        }
        print(new Runner(builder.build()).run(), calls(".*"));
    }

    /** Calls by name; only names and work are valid. */
    private static Map<String, KernelCall> calls(String pattern) {
        Map<String, KernelCall> named = new LinkedHashMap<>();
        try (KernelCalls calls = new KernelCalls(new ScalarKernels(), KernelSizes.usual())) {
            calls.all().stream()
                    .filter(call -> call.name().matches(".*(" + pattern + ").*"))
                    .forEach(call -> named.put(call.name(), call));
        }
        return named;
    }

    private static void print(Collection<RunResult> results, Map<String, KernelCall> calls) {
        for (RunResult result : results) {
            KernelCall call = calls.get(result.getParams().getParam("call"));
            double micros = result.getPrimaryResult().getScore();
            if (call != null && micros > 0) {
                System.out.printf(
                        Locale.ROOT,
                        "%-8s %-60s %8.2f %s%n",
                        result.getParams().getParam("backend"),
                        call.name(),
                        call.work() / micros / 1000,
                        switch (call.unit()) {
                            case FLOPS -> "GFLOP/s";
                            case BYTES -> "GB/s";
                        });
            }
        }
    }
}
