package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/** A table of inputs and a column of labels out of a MATLAB file. It has no test set; a recipe splits one off. */
@Plugin(
        name = "mat",
        doc =
                "A MATLAB file (version 5, as save writes it with -v6 or -v7): a table of examples and a column of labels.")
public final class MatSource implements DataSource {
    private final Options options;

    /** What the labels are. */
    public enum Learn {
        /** Each different number is a class. */
        CLASSES,
        /** A number to predict. */
        NUMBER
    }

    /** Options of {@link MatSource}. */
    public record Options(
            @Option(doc = "The file.") Path file,

            @Option(doc = "The variable with the inputs: a row for each example.", byDefault = "X")
            String inputs,

            @Option(doc = "The variable with the labels: one for each example.", byDefault = "Y")
            String labels,

            @Option(doc = "What the labels are: classes, or a number to predict.", byDefault = "classes")
            Learn learn) {}

    @Inject
    public MatSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        MatFile file = MatFile.read(options.file());
        MatTable table = MatTable.of(file, options.inputs(), options.labels());
        List<String> classes =
                options.learn() == Learn.CLASSES ? table.classes().names() : List.of();
        TableExamples rows = table.examples(!classes.isEmpty());
        return new Dataset(
                options.file().getFileName().toString(),
                List.of(rows.width()),
                Math.max(1, classes.size()),
                classes,
                rows,
                rows.none(),
                Map.of(options.file().toString(), file.digest()));
    }
}
