package org.espalier.plugins.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the target of a table is, as its training rows have it.
 *
 * @param classes every class once: numbers by size, then words by the alphabet; empty where the target is a number
 */
record CsvTargets(List<String> classes) {
    static CsvTargets of(CsvTable train, CsvSource.Learn learn) {
        boolean numbers = switch (learn) {
            case CLASSES -> false;
            case NUMBER -> true;
            case AUTO -> train.targets().stream().allMatch(cell -> Float.isFinite(CsvTable.number(cell)));
        };
        return new CsvTargets(
                numbers
                        ? List.of()
                        : train.targets().stream()
                                .distinct()
                                .sorted(CsvTable.numbersFirst())
                                .toList());
    }

    /** The targets of a table's rows. */
    TableExamples.Target of(CsvTable table) {
        return classes.isEmpty() ? numbers(table) : labels(table);
    }

    private TableExamples.Classes labels(CsvTable table) {
        Map<String, Integer> positions = new HashMap<>();
        for (String name : classes) {
            positions.put(name, positions.size());
        }
        int[] labels = new int[table.targets().size()];
        for (int row = 0; row < labels.length; row++) {
            String cell = table.targets().get(row);
            Integer label = positions.get(cell);
            if (label == null) {
                throw table.wrong(
                        row, "the class \"" + cell + "\" is none of the training table; a test has no other classes.");
            }
            labels[row] = label;
        }
        return new TableExamples.Classes(classes.size(), labels);
    }

    private static TableExamples.Numbers numbers(CsvTable table) {
        float[] numbers = new float[table.targets().size()];
        for (int row = 0; row < numbers.length; row++) {
            String cell = table.targets().get(row);
            numbers[row] = CsvTable.number(cell);
            if (!Float.isFinite(numbers[row])) {
                throw table.wrongCell(table.line(row), table.columns().target(), cell);
            }
        }
        return new TableExamples.Numbers(numbers);
    }
}
