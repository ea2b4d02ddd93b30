package org.espalier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.cli.terminal.PictureText;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.run.DataDescription;
import org.espalier.core.run.DataDescription.Sample;

/**
 * A few examples: pictures drawn, tokens as text, other rows as a table.
 *
 * @param columns of the terminal; as many as can be for files and pipes
 */
record SampleText(DataDescription data, int columns) {
    private static final int MOST_FEATURES = 8;
    private static final int MOST_TOKENS = 400;
    /** A pipe is taken to be as wide. */
    private static final int USUAL_COLUMNS = 100;

    private static final String UNKNOWN = "<unk>";

    List<String> lines() {
        if (data.positions() > 1) {
            return data.samples().stream().map(this::text).toList();
        }
        return data.shape().size() == 3 ? pictures() : rows();
    }

    private List<String> rows() {
        int shown = Math.min(MOST_FEATURES, data.samples().getFirst().features().size());
        boolean cut = shown < data.samples().getFirst().features().size();
        TextTable table = new TextTable("r" + "r".repeat(shown) + "ll");
        List<String> head = new ArrayList<>(List.of("EXAMPLE"));
        IntStream.range(0, shown).forEach(f -> head.add(DataText.name(data, f)));
        head.add(cut ? "…" : "");
        head.add(data.classNames().isEmpty() ? "TARGET" : "CLASS");
        table.row(head.toArray(String[]::new));
        for (Sample sample : data.samples()) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(sample.id())));
            sample.features().subList(0, shown).forEach(value -> row.add(DataText.number(value)));
            row.add(cut ? "…" : "");
            row.add(learns(sample));
            table.row(row.toArray(String[]::new));
        }
        return table.lines();
    }

    private String learns(Sample sample) {
        if (sample.labels().isEmpty()) {
            int shown = Math.min(MOST_FEATURES, sample.target().size());
            return String.join(
                    ", ",
                    sample.target().subList(0, shown).stream()
                            .map(DataText::number)
                            .toList());
        }
        int label = sample.labels().getFirst();
        return label < 0 ? "" : data.classNames().get(label);
    }

    /** As many side by side as there is room for, each under its class. */
    private List<String> pictures() {
        PictureText pictures = new PictureText(
                data.shape().get(0),
                data.shape().get(1),
                data.shape().get(2),
                data.values().min(),
                data.values().max());
        int width = pictures.columns();
        int beside = Math.max(1, (Math.min(columns, USUAL_COLUMNS) - 2) / (width + 2));
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < data.samples().size(); from += beside) {
            List<Sample> row =
                    data.samples().subList(from, Math.min(data.samples().size(), from + beside));
            TextTable table = new TextTable("l".repeat(row.size()));
            table.row(row.stream().map(sample -> caption(sample, width)).toArray(String[]::new));
            List<List<String>> drawn = row.stream()
                    .map(sample -> pictures.lines(sample.features()))
                    .toList();
            for (int y = 0; y < drawn.getFirst().size(); y++) {
                int line = y;
                table.row(drawn.stream().map(picture -> picture.get(line)).toArray(String[]::new));
            }
            lines.addAll(table.lines());
        }
        return lines;
    }

    private String caption(Sample sample, int width) {
        String name = learns(sample);
        String whole = name.isEmpty() ? "example " + sample.id() : name;
        return whole.length() <= width ? whole : whole.substring(0, Math.max(0, width - 1)) + "…";
    }

    /** Tokens as the text they were. */
    private String text(Sample sample) {
        String between = data.classNames().contains(UNKNOWN) ? " " : "";
        int shown = Math.min(MOST_TOKENS, sample.features().size());
        StringBuilder text = new StringBuilder("  ").append(sample.id()).append(": ");
        for (int i = 0; i < shown; i++) {
            float token = sample.features().get(i);
            boolean known = token >= 0 && token < data.classNames().size() && token == Math.rint(token);
            text.append(i == 0 ? "" : between)
                    .append(known ? data.classNames().get((int) token) : DataText.number(token));
        }
        return text.append(shown < sample.features().size() ? " …" : "").toString();
    }
}
