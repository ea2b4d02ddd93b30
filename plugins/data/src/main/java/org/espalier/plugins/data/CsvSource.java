package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/**
 * A table of one's own: one row an example, one column the target, the others numbers. It has no test set; a recipe
 * splits one off.
 */
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
            List<String> ignore) {
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
        CsvTable table = new CsvTable(options);
        CsvColumns columns = table.read(bytes);
        List<String> classes = learnsClasses(table) ? classes(table) : List.of();
        TableExamples.Target target = classes.isEmpty() ? numbers(table, columns) : labels(table, classes);
        TableExamples rows = new TableExamples(columns.features().length, table.values(), target);
        return new Dataset(
                options.file().getFileName().toString(),
                List.of(columns.features().length),
                Math.max(1, classes.size()),
                classes,
                rows,
                rows.none(),
                Map.of(options.file().toString(), InputFile.digest(bytes)));
    }

    private boolean learnsClasses(CsvTable table) {
        return switch (options.learn()) {
            case CLASSES -> true;
            case NUMBER -> false;
            case AUTO -> !table.targets().stream().allMatch(cell -> Float.isFinite(CsvTable.number(cell)));
        };
    }

    /** Every class once: numbers by size, then words by the alphabet. */
    private static List<String> classes(CsvTable table) {
        return table.targets().stream()
                .distinct()
                .sorted(CsvTable.numbersFirst())
                .toList();
    }

    private static TableExamples.Classes labels(CsvTable table, List<String> classes) {
        Map<String, Integer> positions = new HashMap<>();
        for (String name : classes) {
            positions.put(name, positions.size());
        }
        int[] labels = table.targets().stream().mapToInt(positions::get).toArray();
        return new TableExamples.Classes(classes.size(), labels);
    }

    private static TableExamples.Numbers numbers(CsvTable table, CsvColumns columns) {
        float[] numbers = new float[table.targets().size()];
        for (int row = 0; row < numbers.length; row++) {
            String cell = table.targets().get(row);
            numbers[row] = CsvTable.number(cell);
            if (!Float.isFinite(numbers[row])) {
                throw table.wrongCell(table.line(row), columns, columns.target(), cell);
            }
        }
        return new TableExamples.Numbers(numbers);
    }
}
