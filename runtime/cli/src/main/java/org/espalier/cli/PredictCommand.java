package org.espalier.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.espalier.core.files.WholeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code espalier predict}. */
@Command(
        name = "predict",
        description = "Say what a trained model gives for new rows of a table.",
        footer = {
            "",
            "The table has the columns the model was trained with; that of the target may",
            "be left out. A row of the answer has the class and the probability of each",
            "class, or the numbers the model gives.",
            "",
            "Examples:",
            "  espalier predict build/runs/my-table --data new.csv",
            "  espalier predict build/runs/my-table --data new.csv --to answers.csv"
        })
final class PredictCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ModelArgument model = new ModelArgument();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "The table of new rows, as the source of the recipe reads it.")
    private @Nullable Path data;

    @Option(names = "--to", paramLabel = "FILE", description = "A CSV file to write the answers to (the terminal).")
    private @Nullable Path to;

    @Mixin
    private final ComputeOptions engine = new ComputeOptions();

    PredictCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (data == null) {
            throw new UsageException("espalier predict needs a table of new rows, for example --data new.csv.");
        }
        Path file = surroundings.file(data);
        if (!Files.isRegularFile(file)) {
            throw new UsageException(
                    Files.isDirectory(file)
                            ? data + " is a folder; name a table in it."
                            : "There is no file " + data + ".");
        }
        if (to != null && Files.isDirectory(surroundings.file(to))) {
            throw new UsageException("The answers cannot be written to " + to + ", which is a folder.");
        }
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            List<String> lines =
                    model.with(bench, surroundings, trained -> new AnswerTable(trained.predict(file)).lines());
            if (to == null) {
                lines.forEach(surroundings.terminal()::say);
            } else {
                String text = String.join("\n", lines) + "\n";
                WholeFile.write(
                        surroundings.file(to),
                        out -> out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
                surroundings
                        .terminal()
                        .say((lines.size() - 1) + (lines.size() == 2 ? " answer" : " answers") + " written to "
                                + surroundings.show(surroundings.file(to)));
            }
        }
        return ExitCode.DONE.number();
    }
}
