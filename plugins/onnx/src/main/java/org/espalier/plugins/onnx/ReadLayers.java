package org.espalier.plugins.onnx;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads operators as layers, each by itself. */
final class ReadLayers {
    private static final Map<String, String> ACTIVATIONS = Map.of(
            "Relu",
            "relu",
            "Tanh",
            "tanh",
            "Sigmoid",
            "sigmoid",
            "Softplus",
            "softplus",
            "Elu",
            "elu",
            "LeakyRelu",
            "leaky-relu",
            "Gelu",
            "gelu",
            "espalier.Silu",
            "silu");
    private static final Map<String, String> FUNCTIONS =
            Map.of("Abs", "abs", "Sqrt", "sqrt", "Reciprocal", "reciprocal", "Exp", "exp", "Log", "log");
    private static final Set<String> OTHERS = Set.of(
            "Add", "Sub", "Mul", "Div", "Sum", "Concat", "Clip", "Softmax", "LogSoftmax", "Dropout", "DepthToSpace");

    /** Slope of the activation 'leaky-relu' below 0. */
    private static final double LEAK = 0.01;

    /** Floats of a file that stand for one decimal number differ from it by less. */
    private static final double SAME = 1e-7;

    private final FileGraph graph;
    private final Parameters parameters;
    private final ReadProducts products;
    private final ReadWindows windows;
    private final ReadSequences sequences;
    private final ReadExperts experts;
    private final LayerNames names = new LayerNames();

    ReadLayers(FileGraph graph, Parameters parameters) {
        this.graph = graph;
        this.parameters = parameters;
        this.sequences = new ReadSequences(graph, parameters, names);
        this.experts = new ReadExperts(graph, parameters, names);
        this.products = new ReadProducts(parameters, names, sequences);
        this.windows = new ReadWindows();
    }

    static boolean knows(String type) {
        return ACTIVATIONS.containsKey(type)
                || FUNCTIONS.containsKey(type)
                || OTHERS.contains(type)
                || ReadProducts.TYPES.contains(type)
                || ReadSequences.TYPES.contains(type)
                || ReadExperts.TYPES.contains(type)
                || ReadWindows.TYPES.contains(type);
    }

    /**
     * What an operator becomes.
     *
     * @param layouts of all values before it
     * @param pieces before it; one that can say what activation follows says it
     */
    Piece read(Operator operator, Map<String, Layout> layouts, Map<String, Piece> pieces) {
        List<String> computed =
                operator.inputs().stream().filter(layouts::containsKey).toList();
        for (String name : computed) {
            operator.require(plain(layouts, name), "reads numbers that lie in an order no layer makes");
        }
        if (ReadExperts.TYPES.contains(operator.type())) {
            return experts.read(operator, layouts);
        }
        boolean inside = computed.stream().anyMatch(experts::isInside);
        operator.require(!inside || ofExperts(operator.type()), "stands among experts, where no layer does that");
        Piece piece = inside && operator.type().equals("MatMul")
                ? experts.product(operator, computed.getFirst(), layout(layouts, computed))
                : read(operator, computed, layouts, pieces);
        if (inside) {
            experts.made(operator, computed);
        }
        return piece;
    }

    /** Whether experts can have an operator each: products, activations and functions of elements. */
    private static boolean ofExperts(String type) {
        return type.equals("MatMul")
                || !ReadProducts.TYPES.contains(type)
                        && !ReadSequences.TYPES.contains(type)
                        && !ReadWindows.TYPES.contains(type);
    }

    private static Layout layout(Map<String, Layout> layouts, List<String> computed) {
        return Objects.requireNonNull(layouts.get(computed.getFirst()));
    }

    private Piece read(
            Operator operator, List<String> computed, Map<String, Layout> layouts, Map<String, Piece> pieces) {
        String type = operator.type();
        if (computed.size() > 1) {
            return join(operator, computed, layouts);
        }
        String input = computed.getFirst();
        Layout in = layout(layouts, computed);
        if (ReadProducts.TYPES.contains(type)) {
            operator.require(input.equals(operator.input(0)), "computes its weight");
            return products.read(operator, input, in);
        }
        if (ReadWindows.TYPES.contains(type)) {
            return windows.read(operator, input, in);
        }
        if (ReadSequences.TYPES.contains(type)) {
            return sequences.read(operator, input, in);
        }
        Optional<String> activation = activation(operator);
        if (activation.isPresent()) {
            return activated(input, activation.get(), in, pieces);
        }
        return element(operator, input, in, pieces);
    }

    private static boolean plain(Map<String, Layout> layouts, String name) {
        return Objects.requireNonNull(layouts.get(name)).plain();
    }

    private Optional<String> activation(Operator operator) {
        String word = ACTIVATIONS.getOrDefault(operator.type(), "");
        boolean usual = switch (operator.type()) {
            case "LeakyRelu" -> Math.abs(operator.number("alpha", LEAK) - LEAK) < SAME;
            case "Elu" -> operator.number("alpha", 1) == 1;
            case "Gelu" -> operator.text("approximate", "none").equals("none");
            default -> true;
        };
        operator.require(
                usual || operator.type().equals("LeakyRelu"), "has another form than the activation '" + word + "'");
        return word.isEmpty() || !usual ? Optional.empty() : Optional.of(word);
    }

    private Piece activated(String input, String word, Layout in, Map<String, Piece> pieces) {
        String at = input;
        Piece before = pieces.get(at);
        while (before != null && before.passes() && graph.readers(at) == 1) {
            at = before.inputs().getFirst();
            before = pieces.get(at);
        }
        if (before != null && before.open() && graph.readers(at) == 1) {
            pieces.put(at, before.activated(word));
            return Piece.of(input, in);
        }
        return Piece.of(input, in, word.equals("relu") ? "activation()" : "activation of: '" + word + "'");
    }

    private Piece join(Operator operator, List<String> inputs, Map<String, Layout> layouts) {
        Layout first = Objects.requireNonNull(layouts.get(inputs.getFirst()));
        String join = switch (operator.type()) {
            case "Add", "Sum" -> "residual";
            case "Mul" -> "product";
            case "Concat" -> "concat";
            default -> throw operator.refused("reads several computed values, and no block of a recipe does that");
        };
        operator.require(inputs.size() == operator.inputs().size(), "joins computed values and stored ones");
        List<Layout> all =
                inputs.stream().map(layouts::get).map(Objects::requireNonNull).toList();
        operator.require(
                all.stream().allMatch(l -> l.order().equals(first.order())), "joins features of different orders");
        if (join.equals("concat")) {
            long axis = operator.whole("axis", 1);
            operator.require(
                    first.isFeatureAxis(axis)
                            && first.order().isEmpty()
                            && all.stream().allMatch(l -> l.isFeatureAxis(axis))
                            && all.stream()
                                    .allMatch(l -> l.sizes()
                                            .subList(0, l.sizes().size() - 1)
                                            .equals(first.sizes()
                                                    .subList(0, first.sizes().size() - 1))),
                    "joins something else than channels or features");
            int features = all.stream().mapToInt(Layout::features).sum();
            return new Piece(inputs, join, List.of(), first.withFeatures(features), false);
        }
        operator.require(
                all.stream()
                        .allMatch(
                                l -> l.sizes().equals(first.sizes()) && l.axes().equals(first.axes())),
                "joins values of different sizes "
                        + all.stream().map(Layout::fileSizes).toList());
        return new Piece(inputs, join, List.of(), first, false);
    }

    private Piece element(Operator operator, String input, Layout in, Map<String, Piece> pieces) {
        String type = operator.type();
        if (FUNCTIONS.containsKey(type)) {
            return Piece.of(input, in, "elementwise of: '" + FUNCTIONS.get(type) + "'");
        }
        return switch (type) {
            case "LeakyRelu" ->
                Piece.of(input, in, "elementwise of: 'leaky-relu', constants: " + said(operator.number("alpha", LEAK)));
            case "Clip" -> clip(operator, input, in);
            case "Softmax", "LogSoftmax" -> softmax(operator, input, in);
            case "Dropout" -> dropout(operator, input, in);
            case "DepthToSpace" -> windows.shuffle(operator, input, in);
            case "Add", "Sub", "Mul", "Div" -> constant(operator, input, in, pieces);
            default -> throw operator.refused("reads one computed value where it needs more");
        };
    }

    private Piece softmax(Operator operator, String input, Layout in) {
        long axis = operator.whole("axis", operator.version() < 13 ? 1 : -1);
        operator.require(in.isFeatureAxis(axis), "is not over channels or features, but over the axis " + axis);
        return Piece.of(input, in, operator.type().equals("Softmax") ? "softmax()" : "logSoftmax()");
    }

    private Piece dropout(Operator operator, String input, Layout in) {
        double rate = operator.optional(1)
                .map(name -> (double) parameters.tensor(operator, name).matrix().all()[0])
                .orElse(operator.number("ratio", 0.5));
        return rate == 0 ? Piece.of(input, in) : Piece.of(input, in, "dropout rate: " + said(rate));
    }

    private Piece clip(Operator operator, String input, Layout in) {
        double from = bound(operator, 1, "min", -Float.MAX_VALUE);
        double to = bound(operator, 2, "max", Float.MAX_VALUE);
        return Piece.of(input, in, "elementwise of: 'clamp', constants: [" + said(from) + ", " + said(to) + "]");
    }

    private double bound(Operator operator, int index, String attribute, double byDefault) {
        return operator.optional(index)
                .map(name -> (double) parameters.tensor(operator, name).matrix().all()[0])
                .orElse(operator.number(attribute, byDefault));
    }

    /** One number for all elements, or the bias of the product before it, or a number for each feature. */
    private Piece constant(Operator operator, String input, Layout in, Map<String, Piece> pieces) {
        boolean first = operator.input(0).equals(input);
        String name = operator.input(first ? 1 : 0);
        Stored stored = parameters.tensor(operator, name);
        String type = operator.type();
        boolean offset =
                type.equals("Add") && in.features() == 1 && !stored.sizes().isEmpty();
        if (stored.isSingle() && !offset) {
            operator.require(first || type.equals("Add") || type.equals("Mul"), "has its constant on the left");
            double number = stored.matrix().all()[0];
            return switch (type) {
                case "Add" -> Piece.of(input, in, "elementwise of: 'shift', constants: " + said(number));
                case "Sub" -> Piece.of(input, in, "elementwise of: 'shift', constants: " + said(-number));
                case "Mul" -> Piece.of(input, in, "elementwise of: 'scale', constants: " + said(number));
                default -> Piece.of(input, in, "elementwise of: 'scale', constants: " + said(1 / number));
            };
        }
        operator.require(type.equals("Add"), "has a number for each feature, and no layer but an offset has that");
        Optional<Piece> before = Optional.ofNullable(pieces.get(input)).filter(_ -> graph.readers(input) == 1);
        if (before.isPresent() && experts.takesBias(input)) {
            experts.bias(operator, input, name, in.features());
            pieces.put(input, before.get().biased());
            return Piece.of(input, in);
        }
        if (!in.isFlat() && in.featuresLast() && stored.sizes().equals(List.of(in.positions(), in.features()))) {
            String layer = names.of(name, "positions");
            parameters.matrix(layer + ".weight", stored.matrix(), in.positions(), in.features());
            return Piece.of(input, in, "positions '" + layer + "'");
        }
        operator.require(!experts.isInside(input), "adds to what experts give, and is no bias of theirs");
        requireByFeature(operator, stored, in);
        if (before.isPresent() && products.takesBias(input)) {
            products.bias(operator, input, name, in.order());
            pieces.put(input, before.get().biased());
            return Piece.of(input, in);
        }
        String layer = names.of(name, "offset", "offset");
        parameters.vector(operator, name, layer + ".offset", in.features(), in.order(), 1);
        return Piece.of(input, in, "offset '" + layer + "'");
    }

    /** A number for each feature has no other sizes, or ones where positions are. */
    private static void requireByFeature(Operator operator, Stored stored, Layout in) {
        List<Integer> sizes =
                stored.sizes().stream().dropWhile(size -> size == 1).toList();
        List<Integer> flat = in.features() == 1 ? List.of() : List.of(in.features());
        List<Integer> first = Stream.concat(
                        flat.stream(),
                        Stream.generate(() -> 1)
                                .limit(flat.isEmpty() ? 0 : in.axes().size() - 1L))
                .toList();
        operator.require(
                in.featuresLast() && sizes.equals(flat) || in.featuresFirst() && sizes.equals(first),
                "adds " + stored.sizes() + " where " + (in.featuresLast() ? flat : first) + " is meant");
    }

    /** A number as exactly as a recipe can say it. */
    static String exactly(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }

    /** A float of a file as people write it. */
    static String said(double number) {
        float rounded = (float) number;
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e6
                ? String.valueOf((long) rounded)
                : String.valueOf(rounded);
    }
}
