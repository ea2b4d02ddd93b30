package org.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.bench.KernelReport;
import org.espalier.core.bench.KernelSizes;
import org.espalier.core.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code espalier bench kernels}. */
@Command(
        name = BenchKernelsCommand.NAME,
        description =
                "Time every kernel of a backend on this machine, in turns, and the three products of linear layers with"
                        + " links against those with all weights. Nothing is trained.")
final class BenchKernelsCommand implements Callable<Integer> {
    static final String NAME = "kernels";

    private final Surroundings surroundings;

    @ParentCommand
    private @Nullable BenchCommand bench;

    @Mixin
    private final KernelOptions kernels = new KernelOptions();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Where to write the figures (build/bench/kernels-BACKEND.json).")
    private @Nullable Path to;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    BenchKernelsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (bench != null) {
            bench.requireNothingBefore(NAME);
        }
        Terminal terminal = surroundings.terminal();
        if (Files.exists(surroundings.file(Path.of(NAME)))) {
            terminal.note(
                    "There is a file " + NAME + " here; './" + NAME + "' names it as a recipe. These are the kernels.");
        }
        Consumer<String> told = output.quiet() || output.json() ? sentence -> {} : terminal::note;
        try (Workbench workbench = Workbench.open(kernels, surroundings)) {
            KernelSizes sizes = kernels.small() ? KernelSizes.small() : KernelSizes.usual();
            double seconds = kernels.seconds();
            KernelReport report = workbench.espalier().benchKernels(sizes, seconds, told);
            Path figures = surroundings.file(to == null ? Path.of("build", "bench", name(report)) : to);
            new WrittenText(surroundings).write(figures, Json.of(report).pretty());
            if (output.json()) {
                terminal.say(Json.of(report).compact());
            } else {
                new KernelText(report).lines().forEach(terminal::say);
                terminal.say("Written to " + surroundings.show(figures));
            }
        }
        return ExitCode.DONE.number();
    }

    private static String name(KernelReport report) {
        return NAME + "-" + report.backend() + ".json";
    }
}
