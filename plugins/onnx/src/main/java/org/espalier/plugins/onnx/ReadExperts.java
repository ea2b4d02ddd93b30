package org.espalier.plugins.onnx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads mixtures of experts: what stands between the two ends of one is the same layers for each expert. */
final class ReadExperts {
    static final Set<String> TYPES = Set.of(Fusions.own(Fusions.DISPATCH), Fusions.own(Fusions.MIXTURE));

    /** Of all experts together, rows and columns that a file may declare without having them. */
    private static final long MOST = 1 << 24;

    private final FileGraph graph;
    private final Parameters parameters;
    private final LayerNames names;
    /** The mixture that a value is inside of. */
    private final Map<String, Block> inside = new HashMap<>();
    /** Layers of experts without a bias, by what they give. */
    private final Map<String, String> withoutBias = new HashMap<>();

    /**
     * A mixture.
     *
     * @param name of it
     * @param count of experts
     */
    private record Block(String name, int count) {}

    ReadExperts(FileGraph graph, Parameters parameters, LayerNames names) {
        this.graph = graph;
        this.parameters = parameters;
        this.names = names;
    }

    /** Whether a value is one of each expert. */
    boolean isInside(String value) {
        return inside.containsKey(value);
    }

    /** What is made of values of each expert is one of each expert. */
    void made(Operator operator, List<String> of) {
        operator.require(
                of.stream().allMatch(inside::containsKey)
                        && of.stream().map(inside::get).distinct().count() == 1,
                "joins what experts give and other values");
        inside.put(operator.output(), block(of.getFirst()));
    }

    private Block block(String value) {
        return Objects.requireNonNull(inside.get(value), value);
    }

    Piece read(Operator operator, Map<String, Layout> layouts) {
        return operator.type().equals(Fusions.own(Fusions.DISPATCH))
                ? dispatch(operator, Objects.requireNonNull(layouts.get(operator.input(0))))
                : mixture(operator, layouts);
    }

    /** The beginning of a block: which gate it has is known from its end. */
    private Piece dispatch(Operator operator, Layout in) {
        String input = operator.input(0);
        Operator mixture = mixture(operator.output(), input)
                .orElseThrow(() -> operator.refused(
                        "sends positions to experts whose gate is none that comes back; the gate 'top-k' does"));
        operator.require(
                in.featuresLast() && in.order().isEmpty(), "reads something else than the features of each position");
        String tensor = mixture.input(2);
        Stored stored = parameters.tensor(mixture, tensor);
        operator.require(stored.sizes().size() == 2, "has a gate with a weight of " + stored.sizes());
        Matrix gate = mixture.whole("turned", 0) == 1 ? stored.matrix().transposed() : stored.matrix();
        operator.require(
                gate.columns() == in.features() && gate.rows() > 1,
                "has a gate with a weight of " + stored.sizes() + " for " + in.features() + " features");
        Block block = new Block(names.of(tensor, "experts", "gate"), gate.rows());
        parameters.matrix(block.name() + ".gate.weight", gate, gate.rows(), gate.columns());
        inside.put(operator.output(), block);
        String again = mixture.whole("again", 1) == 1 ? "" : ", renormalize: false";
        return Piece.of(
                input, Layout.flat(in.features()), "gate 'top-k', routes: " + mixture.whole("routes", 1) + again);
    }

    private Optional<Operator> mixture(String sent, String of) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(sent));
        while (!open.isEmpty()) {
            for (Operator reader : graph.readersOf(open.pop())) {
                if (reader.type().equals(Fusions.own(Fusions.MIXTURE))
                        && reader.input(1).equals(of)) {
                    return Optional.of(reader);
                }
                if (seen.add(reader.output())) {
                    open.push(reader.output());
                }
            }
        }
        return Optional.empty();
    }

    private Piece mixture(Operator operator, Map<String, Layout> layouts) {
        String each = operator.input(0);
        operator.require(isInside(each), "mixes what no experts gave");
        Block block = block(each);
        Layout in = Objects.requireNonNull(layouts.get(operator.input(1)));
        Layout given = Objects.requireNonNull(layouts.get(each));
        return new Piece(
                List.of(each, operator.input(1)),
                Branches.EXPERTS + "'" + block.name() + "', count: " + block.count() + ")",
                List.of(),
                in.withFeatures(given.features()),
                false);
    }

    /** The product of each expert with its own weight. */
    Piece product(Operator operator, String input, Layout in) {
        Block block = block(input);
        Stored weight = parameters.tensor(operator, operator.input(1));
        List<Integer> sizes = weight.sizes();
        operator.require(
                sizes.size() == 3 && sizes.getFirst() == block.count() && sizes.get(1) == in.features(),
                "has a weight of " + sizes + " for " + block.count() + " experts and " + in.features() + " features");
        int units = sizes.getLast();
        operator.require(
                (long) block.count() * (units + in.features()) <= MOST,
                "has " + block.count() + " experts of " + in.features() + " to " + units + " features; at most " + MOST
                        + " rows and columns are read");
        Matrix all = weight.matrix(Math.multiplyExact(block.count(), in.features()), units);
        String layer = names.of(inner(operator.input(1), block), "dense");
        for (int e = 0; e < block.count(); e++) {
            Matrix own = all.rows(e * in.features(), in.features()).transposed();
            parameters.matrix(block.name() + "." + e + "." + layer + ".weight", own, units, in.features());
        }
        withoutBias.put(operator.output(), layer);
        return Piece.open(input, Layout.flat(units), "dense '" + layer + "', units: " + units + Piece.NO_BIAS);
    }

    /** The name of a layer that the exporter calls {@code moe.up/experts/weights}. */
    private static String inner(String tensor, Block block) {
        String name = tensor.replaceFirst("/experts.*$", "");
        return name.startsWith(block.name() + ".") ? name.substring(block.name().length() + 1) : name;
    }

    /** The biases of a product of experts, if that is what is added. */
    boolean takesBias(String input) {
        return withoutBias.containsKey(input);
    }

    void bias(Operator operator, String input, String tensor, int units) {
        Block block = block(input);
        Stored stored = parameters.tensor(operator, tensor);
        operator.require(
                stored.sizes().equals(List.of(block.count(), 1, units)),
                "adds " + stored.sizes() + " where " + List.of(block.count(), 1, units) + " is meant");
        Matrix all = stored.matrix(block.count(), units);
        String layer = Objects.requireNonNull(withoutBias.remove(input));
        for (int e = 0; e < block.count(); e++) {
            parameters.vector(
                    block.name() + "." + e + "." + layer + ".bias",
                    all.rows(e, 1).all());
        }
    }
}
