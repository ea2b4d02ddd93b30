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

/** Reads ratings: a header, then on each line who rated what, and how. */
final class RatingsTable {
    private final Path path;
    private final List<String> users = new ArrayList<>();
    private final List<String> items = new ArrayList<>();
    private float[] ratings = new float[1024];

    /**
     * @param path for messages
     */
    RatingsTable(Path path) {
        this.path = path;
    }

    /**
     * Reads every line.
     *
     * @param user name of the column
     * @param item names the column may have
     * @param rating name of the column
     */
    Ratings read(byte[] bytes, char separator, String user, List<String> item, String rating) {
        try {
            Iterator<CsvRecord> records = CsvReader.builder()
                    .fieldSeparator(separator)
                    .skipEmptyLines(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .ofCsvRecord(CsvTable.text(path, bytes))
                    .iterator();
            if (!records.hasNext()) {
                throw new EspalierException(path + " is empty; a line with the names of its columns was expected.");
            }
            List<String> names =
                    records.next().getFields().stream().map(String::strip).toList();
            int[] columns = {
                column(names, List.of(user), "users"),
                column(names, item, "items"),
                column(names, List.of(rating), "ratings")
            };
            while (records.hasNext()) {
                add(records.next(), names, columns);
            }
        } catch (CsvParseException e) {
            throw new EspalierException(path + " is not a table of this form: " + e.getMessage() + ".", e);
        }
        if (users.isEmpty()) {
            throw new EspalierException(path + " has a line with the names of its columns, but no ratings.");
        }
        return new Ratings(Ranks.of(path, "users", users), Ranks.of(path, "items", items), ratings());
    }

    private float[] ratings() {
        return Arrays.copyOf(ratings, users.size());
    }

    private int column(List<String> names, List<String> wanted, String role) {
        for (String name : wanted) {
            int found = names.indexOf(name);
            if (found >= 0) {
                return found;
            }
        }
        throw new EspalierException(path + ":1 has no column \"" + String.join("\" or \"", wanted) + "\" with the "
                + role + "; its columns are " + String.join(", ", names) + ".");
    }

    private void add(CsvRecord line, List<String> names, int[] columns) {
        if (line.getFieldCount() != names.size()) {
            throw new EspalierException(path + ":" + line.getStartingLineNumber() + " has " + line.getFieldCount()
                    + " cells; the first line has " + names.size() + ".");
        }
        int count = users.size();
        if (count == ratings.length) {
            ratings = Arrays.copyOf(ratings, count + count / 2);
        }
        ratings[count] = CsvTable.number(line.getField(columns[2]));
        if (!Float.isFinite(ratings[count])) {
            throw wrong(
                    line, names.get(columns[2]), "holds \"" + line.getField(columns[2]) + "\", not a finite number");
        }
        users.add(id(line, names, columns[0]));
        items.add(id(line, names, columns[1]));
    }

    private String id(CsvRecord line, List<String> names, int column) {
        String id = line.getField(column).strip();
        if (id.isEmpty()) {
            throw wrong(line, names.get(column), "is empty; it must say who rated, or what");
        }
        return id;
    }

    private EspalierException wrong(CsvRecord line, String column, String sentence) {
        return new EspalierException(
                path + ":" + line.getStartingLineNumber() + ": column \"" + column + "\" " + sentence + ".");
    }
}
