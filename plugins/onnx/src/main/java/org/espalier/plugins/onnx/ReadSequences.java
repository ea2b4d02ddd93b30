package org.espalier.plugins.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads tables, norms of positions, attention, recurrences, and what takes some features of each position. */
final class ReadSequences {
    static final Set<String> TYPES = Set.of(
            "Gather",
            "LayerNormalization",
            "Slice",
            "ReduceSum",
            "ReduceMax",
            Fusions.own(Fusions.RMS_NORM),
            Fusions.own(Fusions.LARGEST),
            Fusions.own(Fusions.RECURRENCE),
            Fusions.own(Fusions.SELF_ATTENTION));

    private static final double USUAL_EPSILON = 1e-5;

    private static final int MOST_UNITS = 1_000_000;

    private final FileGraph graph;
    private final Parameters parameters;
    private final LayerNames names;
    /** Tables of tokens, by the names of their layers. */
    private final Map<String, Matrix> tables = new HashMap<>();

    ReadSequences(FileGraph graph, Parameters parameters, LayerNames names) {
        this.graph = graph;
        this.parameters = parameters;
        this.names = names;
    }

    /** The embedding whose table a weight is, number for number. */
    Optional<String> tied(Matrix weight) {
        return tables.entrySet().stream()
                .filter(table -> table.getValue().same(weight))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    Piece read(Operator operator, String input, Layout in) {
        return switch (operator.type()) {
            case "Gather" -> embedding(operator, input, in);
            case "LayerNormalization" -> layerNorm(operator, input, in);
            case "Slice" -> slice(operator, input, in);
            case "ReduceSum" -> reduced(operator, input, in, "featureSum()");
            case "ReduceMax" -> reduced(operator, input, in, "featureMax()");
            case "espalier.RmsNorm" -> rmsNorm(operator, input, in);
            case "espalier.Largest" -> largest(operator, input, in);
            case "espalier.Recurrence" -> recurrence(operator, input, in);
            default -> attention(operator, input, in);
        };
    }

    private Piece embedding(Operator operator, String input, Layout in) {
        operator.require(
                input.equals(operator.input(1)) && operator.whole("axis", 0) == 0,
                "does not look up rows of a stored table");
        operator.require(in.isFlat() && in.order().isEmpty(), "looks up something else than the tokens of an example");
        Stored table = parameters.tensor(operator, operator.input(0));
        operator.require(table.sizes().size() == 2, "has a table of " + table.sizes());
        Matrix matrix = table.matrix();
        String layer = names.of(operator.input(0), "embedding");
        parameters.matrix(layer + ".weight", matrix, matrix.rows(), matrix.columns());
        tables.put(layer, matrix);
        return Piece.of(
                input,
                Layout.sequence(in.features(), matrix.columns()),
                "embedding '" + layer + "', vocabulary: " + matrix.rows() + ", width: " + matrix.columns());
    }

    private static void requireLast(Operator operator, Layout in) {
        operator.require(in.featuresLast(), "reads something else than the features of each position");
    }

    private Piece layerNorm(Operator operator, String input, Layout in) {
        requireLast(operator, in);
        operator.require(in.isFeatureAxis(operator.whole("axis", -1)), "normalises more than features");
        String layer = names.of(operator.input(1), "norm");
        List<String> said = new ArrayList<>(List.of("layerNorm '" + layer + "'"));
        parameters.vector(operator, operator.input(1), layer + ".scale", in.features(), in.order(), 1);
        operator.optional(2)
                .ifPresentOrElse(
                        shift -> parameters.vector(operator, shift, layer + ".shift", in.features(), in.order(), 1),
                        () -> said.add("shift: false"));
        epsilon(operator, said);
        return Piece.of(input, in, String.join(", ", said));
    }

    private static void epsilon(Operator operator, List<String> said) {
        double epsilon = operator.number("epsilon", USUAL_EPSILON);
        if ((float) epsilon != (float) USUAL_EPSILON) {
            said.add("epsilon: " + ReadLayers.said(epsilon));
        }
    }

    private Piece rmsNorm(Operator operator, String input, Layout in) {
        requireLast(operator, in);
        String layer = names.of(operator.input(1), "norm");
        List<String> said = new ArrayList<>(List.of("rmsNorm '" + layer + "'"));
        parameters.vector(operator, operator.input(1), layer + ".scale", in.features(), in.order(), 1);
        epsilon(operator, said);
        return Piece.of(input, in, String.join(", ", said));
    }

    private Piece slice(Operator operator, String input, Layout in) {
        long[] from = wholes(operator, 1);
        long[] to = wholes(operator, 2);
        long[] axes = operator.optional(3).isPresent() ? wholes(operator, 3) : new long[0];
        boolean single = from.length == 1
                && to.length == 1
                && axes.length == 1
                && operator.optional(4).isEmpty();
        operator.require(
                single && in.isFeatureAxis(axes[0]) && in.order().isEmpty(),
                "takes something else than some features of each position");
        operator.require(
                from[0] >= 0 && from[0] < to[0] && to[0] <= in.features(),
                "takes " + from[0] + " to " + to[0] + " of " + in.features() + " features");
        int count = (int) (to[0] - from[0]);
        return Piece.of(
                input, in.withFeatures(count), "take from: " + from[0] + (count == 1 ? "" : ", count: " + count));
    }

    private long[] wholes(Operator operator, int index) {
        Stored stored = graph.known(operator, operator.input(index));
        operator.require(stored.isWhole(), "has numbers for its input " + index + " that are not whole");
        return stored.whole();
    }

    private Piece reduced(Operator operator, String input, Layout in, String sentence) {
        List<Long> axes = new ArrayList<>(operator.wholes("axes"));
        if (operator.optional(1).isPresent()) {
            for (long axis : wholes(operator, 1)) {
                axes.add(axis);
            }
        }
        operator.require(
                axes.size() == 1 && in.isFeatureAxis(axes.getFirst()) && operator.whole("keepdims", 1) == 1,
                "reads something else than the features of each position");
        return Piece.of(input, in.withFeatures(1), sentence);
    }

    /** As the activation does that keeps the largest. */
    private static Piece largest(Operator operator, String input, Layout in) {
        long kept = operator.whole("kept", 0);
        operator.require(
                operator.whole("softmax", 0) == 0,
                "is the softmax of the largest features outside of a mixture of experts, which no layer gives");
        operator.require(
                in.isFeatureAxis(operator.whole("axis", -1)) && kept >= 1 && kept <= in.features(),
                "keeps " + kept + " of something else than features");
        double share = (double) kept / in.features();
        return Piece.of(input, in, "activation of: topK(share: " + (float) share + ", of: 'none')");
    }

    private Piece recurrence(Operator operator, String input, Layout in) {
        operator.require(
                in.sizes().size() == 2 && in.featuresLast(), "reads something else than the steps of a sequence");
        Cell cell = Cell.of(operator.text("cell", ""));
        List<Integer> sizes = parameters.tensor(operator, operator.input(2)).sizes();
        operator.require(
                sizes.size() == 3 && sizes.getLast() <= MOST_UNITS,
                "has a recurrent weight of " + sizes + "; at most " + MOST_UNITS + " units are read");
        int units = sizes.getLast();
        int rows = cell.gates().length * units;
        String layer = names.of(operator.input(1), "cell", "input");
        Matrix given = weight(operator, 1, rows, in.features());
        Matrix own = weight(operator, 2, rows, units);
        int[] order = cell.here();
        parameters.matrix(layer + ".input.weight", given.blocks(order), rows, in.features());
        parameters.matrix(layer + ".recurrent.weight", own.blocks(order), rows, units);
        operator.optional(3).ifPresent(name -> biases(operator, name, layer, rows, cell));
        String bias = operator.optional(3).isPresent() ? "" : Piece.NO_BIAS;
        return Piece.of(
                input,
                in.withFeatures(units),
                cell.layer() + " '" + layer + "', units: " + units + cell.option() + bias);
    }

    private Matrix weight(Operator operator, int index, int rows, int columns) {
        Stored stored = parameters.tensor(operator, operator.input(index));
        operator.require(
                stored.sizes().equals(List.of(1, rows, columns)),
                "has a weight of " + stored.sizes() + " where " + List.of(1, rows, columns) + " is meant");
        return stored.matrix(rows, columns);
    }

    /** Those of both products; where both are only added up, one. */
    private void biases(Operator operator, String name, String layer, int rows, Cell cell) {
        Stored stored = parameters.tensor(operator, name);
        operator.require(stored.sizes().equals(List.of(1, 2 * rows)), "has biases of " + stored.sizes());
        Matrix both = stored.matrix(2 * rows, 1);
        float[] given = both.rows(0, rows).blocks(cell.here()).all();
        float[] own = both.rows(rows, rows).blocks(cell.here()).all();
        if (cell.apart()) {
            parameters.vector(layer + ".input.bias", given);
        } else {
            for (int i = 0; i < rows; i++) {
                own[i] += given[i];
            }
        }
        parameters.vector(layer + ".recurrent.bias", own);
    }

    private Piece attention(Operator operator, String input, Layout in) {
        operator.require(!in.isFlat() && in.featuresLast(), "reads something else than positions");
        int features = in.features();
        int heads = Math.toIntExact(operator.whole("heads", 1));
        int keyHeads = Math.toIntExact(operator.whole("keyHeads", 1));
        operator.require(features % heads == 0, "has " + heads + " heads for " + features + " features");
        int width = features / heads * keyHeads;
        String layer = names.of(operator.input(1), "attention", "query");
        List<String> parts = List.of("query", "key", "value", "output");
        boolean bias = operator.optional(parts.size() + 1).isPresent();
        for (int i = 0; i < parts.size(); i++) {
            int units = i == 1 || i == 2 ? width : features;
            Stored stored = parameters.tensor(operator, operator.input(i + 1));
            operator.require(
                    stored.sizes().equals(List.of(features, units)),
                    "has a weight of " + stored.sizes() + " where " + List.of(features, units) + " is meant");
            String part = layer + "." + parts.get(i);
            parameters.matrix(part + ".weight", stored.matrix().transposed(), units, features);
            if (bias) {
                parameters.vector(operator, operator.input(i + 1 + parts.size()), part + ".bias", units, List.of(), 1);
            }
        }
        double base = Double.parseDouble(operator.text("base", "0"));
        return Piece.of(
                input,
                in,
                "attention '" + layer + "', heads: " + heads + (keyHeads == heads ? "" : ", kvHeads: " + keyHeads)
                        + (operator.whole("causal", 0) == 1 ? ", causal: true" : "")
                        + (base > 0 ? ", rotary: " + ReadLayers.exactly(base) : "") + (bias ? "" : Piece.NO_BIAS));
    }
}
