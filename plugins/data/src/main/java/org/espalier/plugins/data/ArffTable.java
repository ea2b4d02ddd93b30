package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.plugins.data.ArffAttribute.Type;

/**
 * The rows of an ARFF file. A nominal column becomes a feature for each of its values, 1 where the row has it. Rows may be
 * written sparsely, {@code {column value, …}} with columns from 0; what is left out is 0, or the first value of a nominal.
 */
final class ArffTable {
    private final Path path;
    private final ArffSource.Options options;
    private final ArffHeader header;
    private final CsvColumns columns;
    private final int[] starts;
    private final FloatRows rows;
    private final List<Float> targets = new ArrayList<>();

    ArffTable(Path path, ArffSource.Options options, byte[] bytes) {
        this.path = path;
        this.options = options;
        List<String> lines = CsvTable.text(path, bytes).lines().toList();
        this.header = ArffHeader.read(path, lines);
        this.columns = CsvColumns.choose(path.toString(), header.names(), options.target(), options.ignore());
        this.starts = starts();
        this.rows = new FloatRows(path, starts[starts.length - 1]);
        for (int i = header.dataLine() + 1; i < lines.size(); i++) {
            ArffLine line = new ArffLine(path, i + 1, lines.get(i));
            if (!line.atEnd()) {
                add(line);
            }
        }
        if (targets.isEmpty()) {
            throw new EspalierException(path + " has no row after @data.");
        }
    }

    /** Where the features of each column begin. */
    private int[] starts() {
        int[] begin = new int[columns.features().length + 1];
        for (int f = 0; f < columns.features().length; f++) {
            ArffAttribute attribute = header.attributes().get(columns.features()[f]);
            if (attribute.type() == Type.TEXT) {
                throw new EspalierException(path + ": the attribute \"" + attribute.name()
                        + "\" is text or a date, of which no feature can be made; leave it out with ignore: ['"
                        + attribute.name() + "'].");
            }
            begin[f + 1] = begin[f] + attribute.width();
        }
        if (target().type() == Type.TEXT) {
            throw new EspalierException(path + ": the target \"" + target().name()
                    + "\" is text or a date; it must be a number or have its values listed.");
        }
        return begin;
    }

    ArffHeader header() {
        return header;
    }

    /** The names of the features; of the word of a nominal, {@code NAME=WORD}. */
    List<String> featureNames() {
        return columns.featureNames().stream()
                .map(name -> header.attributes().get(header.names().indexOf(name)))
                .flatMap(attribute -> attribute.type() == Type.NUMBER
                        ? Stream.of(attribute.name())
                        : attribute.values().stream().map(word -> attribute.name() + "=" + word))
                .toList();
    }

    /** The column to learn. */
    ArffAttribute target() {
        return header.attributes().get(columns.target());
    }

    /** The target of each row: a number, or the place of a nominal's value. */
    List<Float> targets() {
        return targets;
    }

    /** The rows, with what is to be learned of them. */
    TableExamples examples(TableExamples.Target target) {
        return new TableExamples(rows.width(), rows.values(), target);
    }

    private void add(ArffLine line) {
        rows.begin();
        float[] values = line.take('{') ? sparse(line) : dense(line);
        if (!line.atEnd()) {
            throw line.wrong("the row goes on after its last value; there are "
                    + header.attributes().size() + " attributes");
        }
        for (int f = 0; f < columns.features().length; f++) {
            int column = columns.features()[f];
            set(starts[f], header.attributes().get(column), values[column]);
        }
        float target = values[columns.target()];
        if (Float.isNaN(target)) {
            throw line.wrong("the target \"" + target().name() + "\" is missing");
        }
        targets.add(target);
    }

    private void set(int first, ArffAttribute attribute, float value) {
        if (attribute.type() == Type.NUMBER) {
            rows.set(first, value);
        } else if (Float.isNaN(value)) {
            for (int i = 0; i < attribute.width(); i++) {
                rows.set(first + i, Float.NaN);
            }
        } else {
            rows.set(first + (int) value, 1f);
        }
    }

    private float[] dense(ArffLine line) {
        float[] values = new float[header.attributes().size()];
        for (int column = 0; column < values.length; column++) {
            if (column > 0) {
                line.take(',');
            }
            values[column] = value(line, column);
        }
        return values;
    }

    private float[] sparse(ArffLine line) {
        float[] values = new float[header.attributes().size()];
        BitSet seen = new BitSet();
        while (!line.take('}')) {
            String word = line.word("the number of an attribute");
            int column = word.matches("[0-9]{1,9}") ? Integer.parseInt(word) : -1;
            if (column < 0 || column >= values.length || seen.get(column)) {
                throw line.wrong("\"" + word + "\" should be the number of an attribute, from 0 to "
                        + (values.length - 1) + ", each at most once");
            }
            seen.set(column);
            values[column] = value(line, column);
            line.take(',');
        }
        return values;
    }

    /** A cell: a number, the place of a nominal's value, or NaN where it is missing. */
    private float value(ArffLine line, int column) {
        ArffAttribute attribute = header.attributes().get(column);
        String word = line.word("the value of \"" + attribute.name() + "\"");
        boolean read = column == columns.target() || columns.has(column);
        if (!read) {
            return 0;
        }
        if (word.equals("?")) {
            if (column != columns.target() && options.missing() == Missing.REFUSE) {
                throw line.wrong("\"" + attribute.name() + "\" is missing; mend it, leave it out with ignore: ['"
                        + attribute.name() + "'], or say missing: 'keep'");
            }
            return Float.NaN;
        }
        float value = attribute.type() == Type.NUMBER
                ? CsvTable.number(word)
                : attribute.values().indexOf(word);
        if (!Float.isFinite(value) || attribute.type() == Type.NOMINAL && value < 0) {
            throw line.wrong("\"" + attribute.name() + "\" is \"" + word + "\"; it must be "
                    + (attribute.type() == Type.NUMBER
                            ? "a finite number"
                            : "one of " + String.join(", ", attribute.values())));
        }
        return value;
    }
}
