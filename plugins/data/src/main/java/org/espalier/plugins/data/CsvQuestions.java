package org.espalier.plugins.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.espalier.api.EspalierException;

/**
 * Rows of a table whose target nobody knows. Columns that were learned by name are found by name, in any order; without
 * names, rows have all columns of the table that was learned, or all but the target. What stands in the column of the target
 * is not read.
 */
final class CsvQuestions {
    private final Path path;
    private final CsvSource.Options options;
    private final CsvColumns learned;
    private final boolean named;
    private final FloatRows rows;

    /**
     * @param learned the table that was learned
     */
    CsvQuestions(Path path, CsvSource.Options options, CsvTable learned) {
        this.path = path;
        this.options = options;
        this.learned = learned.columns();
        this.named = learned.named();
        this.rows = new FloatRows(path, this.learned.features().length);
    }

    /** {@code [rows][features]}. */
    float[] values() {
        return rows.values();
    }

    /**
     * Reads every row.
     *
     * @return how many
     * @throws EspalierException at the first cell or row that is wrong; the message names file, line and column
     */
    int read(byte[] bytes) {
        try {
            Iterator<CsvRecord> records = CsvReader.builder()
                    .fieldSeparator(options.separatorCharacter())
                    .skipEmptyLines(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .ofCsvRecord(CsvTable.text(path, bytes))
                    .iterator();
            if (!records.hasNext()) {
                throw new EspalierException(path + " is empty; a table was expected.");
            }
            return read(records);
        } catch (CsvParseException e) {
            throw new EspalierException(path + " is not a table of this form: " + e.getMessage() + ".", e);
        }
    }

    private int read(Iterator<CsvRecord> records) {
        CsvRecord first = records.next();
        int[] places = named ? byName(first) : byNumber(first.getFieldCount());
        if (!named) {
            add(first, first.getFieldCount(), places);
        }
        while (records.hasNext()) {
            add(records.next(), first.getFieldCount(), places);
        }
        if (rows.count() == 0) {
            throw new EspalierException(path + " has a header but no rows.");
        }
        return rows.count();
    }

    /** Where each feature stands. */
    private int[] byName(CsvRecord header) {
        List<String> there = header.getFields().stream().map(String::strip).toList();
        List<String> missing = new ArrayList<>();
        int[] places = new int[learned.features().length];
        for (int f = 0; f < places.length; f++) {
            String name = learned.names().get(learned.features()[f]);
            places[f] = there.indexOf(name);
            if (places[f] < 0 || places[f] != there.lastIndexOf(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new EspalierException(
                    path + ":" + header.getStartingLineNumber() + " should name the columns that were"
                            + " learned, each once; it lacks \"" + String.join("\", \"", missing) + "\" and has \""
                            + String.join("\", \"", there) + "\".");
        }
        for (String name : there) {
            if (!learned.names().contains(name)) {
                throw new EspalierException(path + ":" + header.getStartingLineNumber() + " has a column \"" + name
                        + "\" that the table which was learned did not have; leave it out.");
            }
        }
        return places;
    }

    private int[] byNumber(int columns) {
        int all = learned.names().size();
        if (columns != all && columns != all - 1) {
            throw new EspalierException(path + ":1 has " + columns + " cells; the table that was learned has " + all
                    + ", of which number " + (learned.target() + 1) + " is the target and may be left out.");
        }
        return Arrays.stream(learned.features())
                .map(column -> columns < all && column > learned.target() ? column - 1 : column)
                .toArray();
    }

    private void add(CsvRecord row, int columns, int... places) {
        if (row.getFieldCount() != columns) {
            throw new EspalierException(path + ":" + row.getStartingLineNumber() + " has " + row.getFieldCount()
                    + " cells; the first row has " + columns + ".");
        }
        rows.begin();
        for (int f = 0; f < places.length; f++) {
            String cell = row.getField(places[f]);
            float value = CsvTable.number(cell);
            boolean missing = options.missing() == Missing.KEEP && Missing.isMissing(cell);
            if (!missing && !Float.isFinite(value)) {
                throw new EspalierException(path + ":" + row.getStartingLineNumber() + ": column \""
                        + learned.names().get(learned.features()[f]) + "\" "
                        + (cell.isBlank() ? "is empty" : "holds \"" + cell + "\"")
                        + ", where a finite number is needed.");
            }
            rows.set(f, value);
        }
    }
}
