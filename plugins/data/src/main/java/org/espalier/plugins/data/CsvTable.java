package org.espalier.plugins.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;

/** Reads the text of a table into numbers, and keeps the target as text. */
final class CsvTable {
    private static final int FIRST_ROWS = 256;

    private final Path path;
    private final CsvSource.Options options;
    private final List<String> targets = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private float[] values = new float[0];

    CsvTable(CsvSource.Options options) {
        this.path = options.file();
        this.options = options;
    }

    /** The target of each row, as written. */
    List<String> targets() {
        return targets;
    }

    /** {@code [rows][features]}. */
    float[] values() {
        return values;
    }

    /** The line a row begins on, from 1. */
    long line(int row) {
        return lines.get(row);
    }

    /**
     * Reads every row.
     *
     * @throws EspalierException at the first cell or row that is wrong; the message names file, line and column
     */
    CsvColumns read(byte[] bytes) {
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
            return read(records);
        } catch (CsvParseException e) {
            throw new EspalierException(path + " is not a table of this form: " + e.getMessage() + ".", e);
        }
    }

    private CsvColumns read(Iterator<CsvRecord> records) {
        CsvRecord first = records.next();
        boolean header = hasHeader(first);
        List<String> names = header
                ? first.getFields().stream().map(String::strip).toList()
                : IntStream.rangeClosed(1, first.getFieldCount())
                        .mapToObj(Integer::toString)
                        .toList();
        CsvColumns columns = CsvColumns.choose(path.toString(), names, options.target(), options.ignore());
        if (!header) {
            add(first, columns);
        }
        while (records.hasNext()) {
            add(records.next(), columns);
        }
        if (targets.isEmpty()) {
            throw new EspalierException(path + " has a header but no rows.");
        }
        values = Arrays.copyOf(values, targets.size() * columns.features().length);
        return columns;
    }

    /** Without being told: a first row in which nothing is a number is a header. */
    private boolean hasHeader(CsvRecord first) {
        return switch (options.header()) {
            case YES -> true;
            case NO -> false;
            case AUTO -> first.getFields().stream().noneMatch(cell -> Float.isFinite(number(cell)));
        };
    }

    private void add(CsvRecord row, CsvColumns columns) {
        if (row.getFieldCount() != columns.names().size()) {
            throw new EspalierException(path + ":" + row.getStartingLineNumber() + " has " + row.getFieldCount()
                    + " cells; the first row has " + columns.names().size() + ".");
        }
        int width = columns.features().length;
        int base = Math.multiplyExact(targets.size(), width);
        if (base + width > values.length) {
            values = Arrays.copyOf(values, Math.max(FIRST_ROWS * width, Math.addExact(base, base / 2 + width)));
        }
        for (int f = 0; f < width; f++) {
            int column = columns.features()[f];
            float value = number(row.getField(column));
            if (!Float.isFinite(value)) {
                throw wrongCell(row.getStartingLineNumber(), columns, column, row.getField(column));
            }
            values[base + f] = value;
        }
        String target = row.getField(columns.target()).strip();
        if (target.isEmpty()) {
            throw wrongCell(row.getStartingLineNumber(), columns, columns.target(), target);
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
    EspalierException wrongCell(long line, CsvColumns columns, int column, String cell) {
        String name = columns.names().get(column);
        String hint = column == columns.target()
                ? " (it is the target)."
                : "; mend it, or leave the column out with ignore: ['" + name + "'].";
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
