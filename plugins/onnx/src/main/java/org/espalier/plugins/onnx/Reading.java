package org.espalier.plugins.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedNetwork;

/** Reads the operators of a graph as layers. */
final class Reading {
    /** Operators that only say how numbers lie. */
    private static final Set<String> VIEWS =
            Set.of("Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Identity", "Cast");

    /** Operators of whole numbers only. */
    private static final Set<String> SHAPES = Set.of("Constant", "Shape", "Gather");

    /** Numbers of an example. */
    private static final long MOST = 1 << 24;

    private final FileGraph graph;
    private final WholeNumbers whole;
    private final Parameters parameters;
    private final ReadLayers layers;
    private final Map<String, Piece> pieces = new LinkedHashMap<>();
    private final Map<String, Layout> layouts = new LinkedHashMap<>();

    Reading(FileGraph graph) {
        this.graph = graph;
        this.whole = new WholeNumbers(graph);
        this.parameters = new Parameters(graph);
        this.layers = new ReadLayers(graph, parameters);
    }

    /**
     * The whole network.
     *
     * @throws EspalierException naming the first operator that cannot be a layer as it is
     */
    ImportedNetwork network() {
        List<Integer> sizes = graph.inputSizes();
        Layout input = switch (sizes.size()) {
            case 1 -> Layout.flat(sizes.getFirst());
            case 2 -> Layout.sequence(sizes.getFirst(), sizes.getLast());
            default -> Layout.picture(sizes.get(1), sizes.get(2), sizes.getFirst());
        };
        requireSize("the input", input);
        layouts.put(graph.input(), input);
        graph.operators().forEach(this::read);
        if (!layouts.containsKey(graph.output())) {
            throw new EspalierException(
                    graph.file() + ": the output '" + graph.output() + "' is not computed of the input.");
        }
        Layout output = layout(graph.output());
        if (!output.order().isEmpty()) {
            throw new EspalierException(graph.file() + ": the output '" + graph.output()
                    + "' is a picture made flat channel by channel; a network here makes it flat row by row.");
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("input " + input.sizes().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        sentences.addAll(new Branches(graph.file(), graph.input(), pieces).sentences(graph.output()));
        return new ImportedNetwork(sentences, parameters.all());
    }

    /**
     * Looks at all operators.
     *
     * @throws EspalierException naming those that are no layers here
     */
    static void requireKnown(String file, List<Operator> operators) {
        Set<String> unknown = new TreeSet<>();
        for (Operator operator : operators) {
            String type = operator.type();
            if (!VIEWS.contains(type) && !SHAPES.contains(type) && !ReadLayers.knows(type)) {
                unknown.add(operator.label());
            }
        }
        if (!unknown.isEmpty()) {
            throw new EspalierException(
                    file + " has operators that are no layers here: " + String.join(", ", unknown) + ".");
        }
    }

    /** What comes out of an operator is declared by a file and computed by nobody yet. */
    private void requireSize(String label, Layout layout) {
        long numbers = layout.sizes().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a > MOST ? a : a * b);
        if (numbers > MOST) {
            throw new EspalierException(graph.file() + ": " + label + " gives " + layout.sizes()
                    + " for an example; at most " + MOST + " numbers are read.");
        }
    }

    private Layout layout(String name) {
        return Objects.requireNonNull(layouts.get(name), name);
    }

    private void put(Operator operator, Piece piece) {
        requireSize(operator.label(), piece.layout());
        pieces.put(operator.output(), piece);
        layouts.put(operator.output(), piece.layout());
    }

    private void read(Operator operator) {
        if (operator.type().equals("Constant") || whole.compute(operator)) {
            return;
        }
        for (String name : operator.inputs()) {
            operator.require(
                    name.isEmpty()
                            || layouts.containsKey(name)
                            || graph.tensor(name).isPresent()
                            || whole.find(name).isPresent(),
                    "reads '" + name + "', which is not the first output of its operator");
        }
        operator.require(
                layouts.containsKey(operator.input(0))
                        || operator.inputs().stream().anyMatch(layouts::containsKey),
                "reads nothing that is computed of the input");
        if (operator.type().equals("Shape")) {
            whole.shape(operator, layout(operator.input(0)));
            return;
        }
        if (VIEWS.contains(operator.type())) {
            operator.require(
                    layouts.containsKey(operator.input(0)),
                    "reads '" + operator.input(0) + "', which is not computed of the input");
            view(operator, seen(operator, layout(operator.input(0))));
            return;
        }
        put(operator, layers.read(operator, layouts, pieces));
    }

    /** Once numbers are read in another way than they lie, a layer must make them lie so. */
    private void view(Operator operator, Layout seen) {
        String input = operator.input(0);
        boolean read = graph.readers(operator.output())
                > graph.readersOf(operator.output()).stream()
                        .filter(reader ->
                                VIEWS.contains(reader.type()) || reader.type().equals("Shape"))
                        .count();
        if (!read || seen.plain()) {
            put(operator, new Piece(List.of(input), "", List.of(), seen, false));
            return;
        }
        Optional<Integer> factor = seen.shuffle();
        if (factor.isPresent()) {
            int times = factor.get();
            Layout picture =
                    Layout.picture(seen.height() * times, seen.width() * times, seen.features() / (times * times));
            put(operator, Piece.of(input, picture, "pixelShuffle factor: " + times));
            return;
        }
        if (seen.isFlat() && seen.onOneAxis()) {
            put(operator, new Piece(List.of(input), "", List.of(), Layout.flat(seen.features(), seen.order()), false));
            return;
        }
        operator.require(
                !seen.isFlat() && seen.onOneAxis(),
                "puts numbers in an order that no layer makes: " + seen.fileSizes());
        put(operator, Piece.of(input, seen.flattened(), "flatten()"));
    }

    private Layout seen(Operator operator, Layout in) {
        int axes = in.axes().size() + 1;
        return switch (operator.type()) {
            case "Identity", "Cast" -> in;
            case "Flatten" -> {
                operator.require(operator.whole("axis", 1) == 1, "makes the batch flat as well");
                yield reshaped(operator, in, List.of(count(in)));
            }
            case "Reshape" -> reshaped(operator, in, wanted(operator, in));
            case "Transpose" -> {
                int[] order = operator.sizes("perm", new int[axes]);
                List<Integer> others =
                        IntStream.of(order).skip(1).map(i -> i - 1).boxed().toList();
                operator.require(
                        operator.has("perm")
                                && order[0] == 0
                                && others.stream()
                                        .sorted()
                                        .toList()
                                        .equals(IntStream.range(0, axes - 1)
                                                .boxed()
                                                .toList()),
                        "moves the axis of the batch");
                yield in.transposed(others);
            }
            default -> reshaped(operator, in, squeezed(operator, in));
        };
    }

    private static int count(Layout in) {
        return in.fileSizes().stream().reduce(1, Math::multiplyExact);
    }

    private static Layout reshaped(Operator operator, Layout in, List<Integer> wanted) {
        return in.reshaped(wanted)
                .orElseThrow(() -> operator.refused(
                        "makes " + wanted + " of " + in.fileSizes() + ", which cuts axes where no layer does"));
    }

    private List<Integer> wanted(Operator operator, Layout in) {
        long[] given = whole.known(operator, operator.input(1));
        operator.require(given.length > 0, "makes one number of a batch");
        int all = count(in);
        int known = 1;
        int open = -1;
        List<Integer> sizes = new ArrayList<>();
        for (int i = 1; i < given.length; i++) {
            long size =
                    given[i] == 0 && i - 1 < in.axes().size() ? in.fileSizes().get(i - 1) : given[i];
            operator.require(size >= -1 && size <= all, "asks for a size of " + size + " of " + in.fileSizes());
            open = size == -1 ? i - 1 : open;
            known = size == -1 ? known : Math.multiplyExact(known, (int) size);
            sizes.add((int) size);
        }
        if (open >= 0 && known > 0) {
            sizes.set(open, all / known);
            known = Math.multiplyExact(known, sizes.get(open));
        }
        operator.require(known == all, "makes " + sizes + " of " + in.fileSizes());
        return sizes;
    }

    /** Sizes with or without axes of one step. */
    private List<Integer> squeezed(Operator operator, Layout in) {
        List<Integer> sizes = new ArrayList<>(in.fileSizes());
        boolean adds = operator.type().equals("Unsqueeze");
        operator.require(operator.optional(1).isPresent() || operator.has("axes"), "does not say its axes");
        long[] axes = operator.optional(1).isPresent()
                ? whole.known(operator, operator.input(1))
                : operator.node().getAttributeList().stream()
                        .filter(a -> a.getName().equals("axes"))
                        .flatMap(a -> a.getIntsList().stream())
                        .mapToLong(Long::longValue)
                        .toArray();
        int count = sizes.size() + 1 + (adds ? axes.length : 0);
        List<Integer> places = Arrays.stream(axes)
                .mapToInt(axis -> (int) (axis < 0 ? axis + count : axis))
                .boxed()
                .sorted()
                .toList();
        for (int place : adds ? places : places.reversed()) {
            operator.require(place >= 1 && place < count, "has the axis " + place + " of " + count);
            int axis = place - 1;
            if (adds) {
                sizes.add(axis, 1);
            } else {
                operator.require(sizes.get(axis) == 1, "leaves out an axis of " + sizes.get(axis));
                sizes.remove(axis);
            }
        }
        return sizes;
    }
}
