package org.espalier.plugins.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;

/** Reads the text of a table into numbers, and keeps the target as text. */
final class CsvTable {
    private final Path path;
    private final CsvSource.Options options;
    private final List<String> targets = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final CsvColumns columns;
    private final int keyColumn;
    private final FloatRows rows;
    private final boolean named;

    /**
     * Reads every row.
     *
     * @throws EspalierException at the first cell or row that is wrong; the message names file, line and column
     */
    CsvTable(Path path, CsvSource.Options options, byte[] bytes) {
        this(path, options, bytes, "");
    }

    /**
     * Reads every row.
     *
     * @param key a column whose cells are kept as text beside the target, by name or by number from 1; empty: none
     */
    CsvTable(Path path, CsvSource.Options options, byte[] bytes, String key) {
        this.path = path;
        this.options = options;
        try {
            Iterator<CsvRecord> records = CsvReader.builder()
                    .fieldSeparator(options.separatorCharacter())
                    .skipEmptyLines(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .ofCsvRecord(text(path, bytes))
                    .iterator();
            if (!records.hasNext()) {
                throw new EspalierException(path + " is empty; a table was expected.");
            }
            CsvRecord first = records.next();
            named = hasHeader(first);
            columns = CsvColumns.choose(path.toString(), names(first, named), options.target(), options.ignore());
            keyColumn = key.isEmpty() ? -1 : CsvColumns.find(path.toString(), columns.names(), key, "column");
            rows = new FloatRows(path, columns.features().length);
            if (!named) {
                add(first);
            }
            while (records.hasNext()) {
                add(records.next());
            }
        } catch (CsvParseException e) {
            throw new EspalierException(path + " is not a table of this form: " + e.getMessage() + ".", e);
        }
        if (targets.isEmpty()) {
            throw new EspalierException(path + " has a header but no rows.");
        }
    }

    private static List<String> names(CsvRecord first, boolean header) {
        return header
                ? first.getFields().stream().map(String::strip).toList()
                : IntStream.rangeClosed(1, first.getFieldCount())
                        .mapToObj(Integer::toString)
                        .toList();
    }

    /** Whether the first row named the columns. */
    boolean named() {
        return named;
    }

    CsvColumns columns() {
        return columns;
    }

    /** The target of each row, as written. */
    List<String> targets() {
        return targets;
    }

    /** The cell of the key column in each row. */
    List<String> keys() {
        return keys;
    }

    /** The features, {@code [rows][features]}. */
    float[] values() {
        return rows.values();
    }

    /** The rows, with what is to be learned of them. */
    TableExamples examples(TableExamples.Target target) {
        return new TableExamples(rows.width(), rows.values(), target);
    }

    /** A sentence about a row. */
    EspalierException wrong(int row, String sentence) {
        return new EspalierException(path + ":" + line(row) + ": " + sentence);
    }

    /** The line a row begins on, from 1. */
    long line(int row) {
        return lines.get(row);
    }

    /** Without being told: a first row in which nothing is a number is a header. */
    private boolean hasHeader(CsvRecord first) {
        return switch (options.header()) {
            case YES -> true;
            case NO -> false;
            case AUTO -> first.getFields().stream().noneMatch(cell -> Float.isFinite(number(cell)));
        };
    }

    private void add(CsvRecord row) {
        if (row.getFieldCount() != columns.names().size()) {
            throw new EspalierException(path + ":" + row.getStartingLineNumber() + " has " + row.getFieldCount()
                    + " cells; the first row has " + columns.names().size() + ".");
        }
        rows.begin();
        for (int f = 0; f < rows.width(); f++) {
            int column = columns.features()[f];
            String cell = row.getField(column);
            float value = number(cell);
            boolean missing = options.missing() == Missing.KEEP && Missing.isMissing(cell);
            if (!missing && !Float.isFinite(value)) {
                throw wrongCell(row.getStartingLineNumber(), column, cell);
            }
            rows.set(f, value);
        }
        String target = row.getField(columns.target()).strip();
        if (target.isEmpty()) {
            throw wrongCell(row.getStartingLineNumber(), columns.target(), target);
        }
        if (keyColumn >= 0) {
            keys.add(row.getField(keyColumn).strip());
        }
        targets.add(target);
        lines.add(row.getStartingLineNumber());
    }

    /** Cells that are numbers by size, then others by the alphabet. */
    static Comparator<String> numbersFirst() {
        return Comparator.comparingDouble(CsvTable::numberOrLast).thenComparing(Comparator.naturalOrder());
    }

    private static double numberOrLast(String cell) {
        float number = number(cell);
        return Float.isFinite(number) ? number : Double.POSITIVE_INFINITY;
    }

    /** A cell as a number; NaN when it is none. */
    static float number(String cell) {
        String text = cell.strip();
        for (int i = 0; i < text.length(); i++) {
            // Java's own notation (0x1p3, 1f, NaN) is no number in a table
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                return Float.NaN;
            }
        }
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    /** A sentence for a cell that should have been a finite number, or is empty. */
    EspalierException wrongCell(long line, int column, String cell) {
        String name = columns.names().get(column);
        String hint = column == columns.target()
                ? " (it is the target)."
                : "; mend it, or leave the column out with ignore: ['" + name + "']"
                        + (Missing.isMissing(cell) ? ", or say missing: 'keep'." : ".");
        return new EspalierException(path + ":" + line + ": column \"" + name + "\" "
                + (cell.isBlank() ? "is empty" : "holds \"" + cell + "\"") + ", where "
                + (column == columns.target() && cell.isBlank() ? "a value" : "a finite number") + " is needed" + hint);
    }

    /** The text of a file in UTF-8, without a byte order mark. */
    static String text(Path path, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new EspalierException(
                    path + " is not UTF-8 text (byte " + buffer.position() + "); save it as UTF-8.", e);
        }
    }
}
