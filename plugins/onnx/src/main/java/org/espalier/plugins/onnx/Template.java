package org.espalier.plugins.onnx;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Operators that are one thing together, a line for each: {@code s = Sigmoid(x)} and {@code out = Mul(x, s)}. The last of them gives
 * {@code out}. A name that no line gives is any value, the same wherever it stands; {@code $w} is a stored tensor and {@code #0.5}
 * that number. Sums and products are taken in either order.
 */
final class Template {
    private static final Pattern LINE = Pattern.compile("(\\w+(?:, \\w+)*) = ([\\w.]+)\\(([^)]*)\\)");
    private static final String OUT = "out";

    /** Constants of a file are floats. */
    private static final double SAME = 1e-6;

    private record Line(List<String> outputs, String type, List<String> inputs) {
        boolean eitherOrder() {
            return inputs.size() == 2 && (type.equals("Mul") || type.equals("Add"));
        }
    }

    private final Map<String, Line> lines = new HashMap<>();

    Template(String... text) {
        for (String line : text) {
            Matcher read = LINE.matcher(line);
            if (!read.matches()) {
                throw new IllegalArgumentException(line);
            }
            List<String> outputs = List.of(read.group(1).split(", ", -1));
            Line one = new Line(outputs, read.group(2), List.of(read.group(3).split(", ", -1)));
            outputs.forEach(output -> lines.put(output, one));
        }
    }

    /** The text of a template with further lines, the last of which gives {@code out}. */
    static String[] text(Stream<String> first, String... more) {
        return Stream.concat(first, Stream.of(more)).toArray(String[]::new);
    }

    /**
     * What the names of a template are in a graph.
     *
     * @param values names of values
     * @param operators by the first of the names they give
     */
    record Match(FileGraph graph, Map<String, String> values, Map<String, Operator> operators) {
        String value(String name) {
            return Objects.requireNonNull(values.get(name), name);
        }

        Operator operator(String name) {
            return Objects.requireNonNull(operators.get(name), name);
        }

        /** Whole numbers that are stored; none when it has others. */
        long[] wholes(String name) {
            return graph.tensor(value(name))
                    .filter(Stored::isWhole)
                    .map(Stored::whole)
                    .orElse(new long[0]);
        }

        Stored stored(String name) {
            return graph.tensor(value(name)).orElseThrow();
        }

        /** The only number of a stored tensor; NaN when it has more. */
        double number(String name) {
            return only(graph, value(name));
        }

        private Match copy() {
            return new Match(graph, new LinkedHashMap<>(values), new LinkedHashMap<>(operators));
        }
    }

    private static double only(FileGraph graph, String value) {
        return graph.tensor(value)
                .filter(stored -> !stored.isWhole() && stored.isSingle())
                .map(stored -> (double) stored.matrix().all()[0])
                .orElse(Double.NaN);
    }

    /** The match that ends with an operator. */
    Optional<Match> match(FileGraph graph, Operator last) {
        return of(OUT, last.output(), new Match(graph, Map.of(), Map.of()));
    }

    private Optional<Match> of(String name, String value, Match before) {
        if (name.startsWith("#")) {
            double wanted = Double.parseDouble(name.substring(1));
            return Math.abs(only(before.graph, value) - wanted) <= SAME * Math.abs(wanted)
                    ? Optional.of(before)
                    : Optional.empty();
        }
        String known = before.values.get(name);
        if (known != null) {
            return known.equals(value) ? Optional.of(before) : Optional.empty();
        }
        if (name.startsWith("$") && before.graph.tensor(value).isEmpty()) {
            return Optional.empty();
        }
        Line line = lines.get(name);
        if (line != null) {
            return of(line, name, value, before);
        }
        Match match = before.copy();
        match.values.put(name, value);
        return Optional.of(match);
    }

    private Optional<Match> of(Line line, String name, String value, Match before) {
        Optional<Operator> maker = before.graph
                .maker(value)
                .filter(operator -> operator.type().equals(line.type()))
                .filter(operator -> operator.given().equals(operator.inputs())
                        && operator.inputs().size() == line.inputs().size())
                .filter(operator ->
                        operator.node().getOutputCount() == line.outputs().size())
                .filter(operator ->
                        operator.node().getOutput(line.outputs().indexOf(name)).equals(value));
        if (maker.isEmpty()) {
            return Optional.empty();
        }
        Match match = before.copy();
        match.operators.put(line.outputs().getFirst(), maker.get());
        for (int i = 0; i < line.outputs().size(); i++) {
            match.values.put(line.outputs().get(i), maker.get().node().getOutput(i));
        }
        List<String> inputs = maker.get().inputs();
        Optional<Match> whole = of(line.inputs(), inputs, match);
        return whole.isEmpty() && line.eitherOrder() ? of(line.inputs(), inputs.reversed(), match) : whole;
    }

    private Optional<Match> of(List<String> names, List<String> values, Match before) {
        Optional<Match> match = Optional.of(before);
        for (int i = 0; i < names.size() && match.isPresent(); i++) {
            match = of(names.get(i), values.get(i), match.get());
        }
        return match;
    }
}
