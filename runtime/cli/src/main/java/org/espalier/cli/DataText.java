package org.espalier.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.run.DataDescription;

/** Data in words and tables. */
final class DataText {
    private static final int MOST_ROWS = 20;
    private static final int DIGITS = 4;
    private static final int LONGEST_NAME = 20;

    private final DataDescription data;
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param columns of the terminal; as many as can be for files and pipes
     */
    DataText(DataDescription data, int columns) {
        this.data = data;
        this.columns = columns;
    }

    List<String> lines() {
        lines.add(data.name() + ": " + form() + ", " + learns());
        data.links()
                .ifPresent(links -> lines.add("  linked by " + Figures.count(links.count()) + " links, "
                        + links.fewest() + " to " + links.most() + " from each"));
        splits();
        classes();
        features();
        lines.add("");
        new SampleText(data, columns).lines().forEach(lines::add);
        return lines;
    }

    private String form() {
        String sizes = data.shape().stream().map(String::valueOf).collect(Collectors.joining(" x "));
        if (data.positions() > 1) {
            return "sequences of " + data.positions() + " tokens";
        }
        return switch (data.shape().size()) {
            case 1 -> "rows of " + Figures.count(data.shape().getFirst()) + " features";
            case 2 -> "sequences of " + sizes + " features";
            default -> "pictures of " + sizes + " numbers";
        };
    }

    private String learns() {
        if (data.classNames().isEmpty()) {
            return data.targets() == 1 ? "a number to predict" : data.targets() + " numbers to predict";
        }
        return Figures.count(data.targets()) + (data.positions() > 1 ? " different tokens" : " classes");
    }

    private void splits() {
        boolean missing = data.splits().stream().anyMatch(split -> split.missing() > 0);
        boolean numbers = data.classNames().isEmpty();
        TextTable table = new TextTable("lrrrrr")
                .row(
                        "SPLIT",
                        "EXAMPLES",
                        missing ? "MISSING VALUES" : "",
                        numbers ? "TARGET FROM" : "",
                        numbers ? "MEAN" : "",
                        numbers ? "TO" : "");
        for (DataDescription.Split split : data.splits()) {
            table.row(
                    split.name(),
                    Figures.count(split.examples()),
                    missing ? Figures.count(split.missing()) : "",
                    split.target().map(range -> number(range.min())).orElse(""),
                    split.target().map(range -> number(range.mean())).orElse(""),
                    split.target().map(range -> number(range.max())).orElse(""));
        }
        lines.add("");
        lines.addAll(table.lines());
    }

    private void classes() {
        if (data.classNames().isEmpty()) {
            return;
        }
        TextTable table = new TextTable("l" + "r".repeat(data.splits().size()));
        List<String> head = new ArrayList<>(List.of(data.positions() > 1 ? "TOKEN" : "CLASS"));
        data.splits().forEach(split -> head.add("IN " + split.name().toUpperCase(java.util.Locale.ROOT)));
        table.row(head.toArray(String[]::new));
        int shown = Math.min(MOST_ROWS, data.classNames().size());
        for (int c = 0; c < shown; c++) {
            List<String> row = new ArrayList<>(List.of(data.classNames().get(c)));
            for (DataDescription.Split split : data.splits()) {
                row.add(Figures.count(split.classes().get(c)));
            }
            table.row(row.toArray(String[]::new));
        }
        lines.add("");
        lines.addAll(table.lines());
        more(data.classNames().size() - shown, data.positions() > 1 ? "tokens" : "classes");
    }

    private void features() {
        lines.add("");
        if (data.positions() > 1) {
            return;
        }
        if (data.features().isEmpty()) {
            lines.add("  The numbers go from " + number(data.values().min()) + " to "
                    + number(data.values().max()) + ", their mean is "
                    + number(data.values().mean()) + ".");
            return;
        }
        TextTable table = new TextTable(data.featureNames().isEmpty() ? "rrrrr" : "lrrrr")
                .row("FEATURE", "FROM", "MEAN", "TO", "MISSING");
        int shown = Math.min(MOST_ROWS, data.features().size());
        for (int f = 0; f < shown; f++) {
            DataDescription.Range range = data.features().get(f);
            table.row(
                    name(data, f),
                    number(range.min()),
                    number(range.mean()),
                    number(range.max()),
                    range.missing() == 0 ? "" : Figures.count(range.missing()));
        }
        lines.addAll(table.lines());
        more(data.features().size() - shown, "features");
    }

    private void more(int count, String what) {
        if (count > 0) {
            lines.add("  … and " + Figures.count(count) + " more " + what);
        }
    }

    /** What to call a feature, at a length that leaves room for its numbers. */
    static String name(DataDescription data, int feature) {
        String name = data.featureName(feature);
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1))
                                .strip() + "…";
    }

    /** Four significant digits at most. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "?" : Double.toString(value);
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros();
        double size = Math.abs(value);
        return size == 0 || size >= 1e-4 && size < 1e7 ? rounded.toPlainString() : rounded.toString();
    }
}
