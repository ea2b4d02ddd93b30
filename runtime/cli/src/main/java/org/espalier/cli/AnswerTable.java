package org.espalier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.core.execution.Prediction;

/**
 * Answers of a model as the lines of a CSV file, the first of which names the columns.
 *
 * @param answers of it
 */
record AnswerTable(Prediction answers) {
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(header()));
        for (int i = 0; i < answers.rows().size(); i++) {
            List<String> cells = new ArrayList<>();
            if (!answers.classes().isEmpty()) {
                cells.add(answers.classOf(i));
            }
            for (float number : answers.rows().get(i)) {
                cells.add(Float.toString(number));
            }
            lines.add(line(cells));
        }
        return lines;
    }

    private String header() {
        List<String> names = new ArrayList<>();
        if (!answers.classes().isEmpty()) {
            names.add("class");
            names.addAll(answers.classes());
        } else {
            int outputs = answers.rows().isEmpty() ? 1 : answers.rows().getFirst().length;
            for (int i = 1; i <= outputs; i++) {
                names.add(outputs == 1 ? "prediction" : "prediction " + i);
            }
        }
        return line(names);
    }

    private static String line(List<String> cells) {
        return cells.stream().map(AnswerTable::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\r\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
