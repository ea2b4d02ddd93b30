package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;

/** A table of one's own: one row an example, one column the target, the others numbers. */
@Plugin(name = "csv", doc = "A table from a CSV file: one column is the target, the others are numbers.")
public final class CsvSource implements DataSource {
    private final Options options;

    /** Whether the first row names the columns. */
    public enum Header {
        /** It does when none of its cells is a number. */
        AUTO,
        YES,
        NO
    }

    /** What the target is. */
    public enum Learn {
        /** A number when every cell is a number, else a class. */
        AUTO,
        CLASSES,
        NUMBER
    }

    /** Options of {@link CsvSource}. */
    public record Options(
            @Option(doc = "The file, UTF-8 text.") Path file,

            @Option(doc = "The column to learn, by name or by number from 1; empty: the last column.", byDefault = "")
            String target,

            @Option(
                    doc = "Whether the first row names the columns; auto: it does when none of its cells is a"
                            + " number.",
                    byDefault = "auto")
            Header header,

            @Option(doc = "What separates cells: one character, or tab.", byDefault = ",")
            String separator,

            @Option(
                    doc = "What the target is: classes, a number, or auto: a number when every cell is a number.",
                    byDefault = "auto")
            Learn learn,

            @Option(doc = "Columns to leave out, by name or by number from 1.", byDefault = "")
            List<String> ignore,

            @Option(doc = "A table of the same columns to judge by; empty: no test set.", byDefault = "")
            Path test,

            @Option(
                    doc = "What is done about features that are empty or say ?, NA, N/A, NaN or null: refuse says where"
                            + " the first one is, keep leaves them to prepare 'fill-missing'.",
                    byDefault = "refuse")
            Missing missing) {
        public Options {
            ignore = List.copyOf(ignore);
            if (!separator.equals("tab") && (separator.length() != 1 || "\r\n\"".contains(separator))) {
                throw new EspalierException(
                        "separator must be one character (no quote or line break) or tab, was \"" + separator + "\".");
            }
        }

        char separatorCharacter() {
            return separator.equals("tab") ? '\t' : separator.charAt(0);
        }
    }

    @Inject
    public CsvSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        byte[] bytes = new InputFile(options.file(), "the table").bytes();
        CsvTable table = new CsvTable(options.file(), options, bytes);
        CsvTargets targets = CsvTargets.of(table, options.learn());
        TableExamples train = table.examples(targets.of(table));
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put(options.file().toString(), InputFile.digest(bytes));
        TableExamples test = train.none();
        if (!options.test().toString().isEmpty()) {
            byte[] testBytes = new InputFile(options.test(), "the test table").bytes();
            test = test(testBytes, table, targets);
            digests.put(options.test().toString(), InputFile.digest(testBytes));
        }
        Dataset data = new Dataset(
                String.valueOf(options.file().getFileName()),
                List.of(train.width()),
                Math.max(1, targets.classes().size()),
                targets.classes(),
                train,
                test,
                digests);
        return table.named() ? data.named(table.columns().featureNames()) : data;
    }

    @Override
    public Optional<Examples> questions(Path file) {
        byte[] bytes = new InputFile(options.file(), "the table").bytes();
        CsvTable learned = new CsvTable(options.file(), options, bytes);
        List<String> classes = CsvTargets.of(learned, options.learn()).classes();
        CsvQuestions questions = new CsvQuestions(file, options, learned);
        int rows = questions.read(new InputFile(file, "the table of new rows").bytes());
        TableExamples.Target unknown = classes.isEmpty()
                ? new TableExamples.Numbers(new float[rows])
                : new TableExamples.Classes(classes.size(), new int[rows]);
        return Optional.of(new TableExamples(learned.columns().features().length, questions.values(), unknown));
    }

    private TableExamples test(byte[] bytes, CsvTable train, CsvTargets targets) {
        CsvTable test = new CsvTable(options.test(), options, bytes);
        if (!test.columns().names().equals(train.columns().names())) {
            throw new EspalierException(
                    options.test() + " has the columns " + test.columns().listed() + ", but " + options.file() + " has "
                            + train.columns().listed() + "; they must be the same.");
        }
        return test.examples(targets.of(test));
    }
}
