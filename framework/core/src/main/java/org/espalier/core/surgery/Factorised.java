package org.espalier.core.surgery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.espalier.api.MatrixShape;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Value;
import org.espalier.core.model.Network;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.operation.Product;

/**
 * Products become two each: the first, over the window, gives as many features as the rank; the second makes of them what the one
 * product gave, with its bias and activation. The weight {@code NAME.weight} becomes {@code NAME.down.weight} and {@code
 * NAME.up.weight}.
 *
 * @param ranks features between the two, by the name of the weight, at least one
 */
public record Factorised(SortedMap<String, Integer> ranks) implements Surgery {
    /** What stands behind a layer's name in those of its factors. */
    static final String DOWN = ".down";

    static final String UP = ".up";
    static final String WEIGHT = ".weight";

    public Factorised {
        ranks = Collections.unmodifiableSortedMap(new TreeMap<>(ranks));
    }

    /** The change that factors make, by the name of the weight. */
    public static Factorised by(SortedMap<String, Factors> factors) {
        SortedMap<String, Integer> ranks = new TreeMap<>();
        factors.forEach((name, factor) -> ranks.put(name, factor.rank()));
        return new Factorised(ranks);
    }

    /** The values of the weights there are then. */
    public static Map<String, float[]> values(SortedMap<String, Factors> factors) {
        Map<String, float[]> values = new LinkedHashMap<>();
        factors.forEach((name, factor) -> {
            values.put(down(name), factor.down());
            values.put(up(name), factor.up());
        });
        return values;
    }

    /** Zeros in the place of these values. */
    public Map<String, float[]> zeros(Network network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        ranks.forEach((name, rank) -> {
            MatrixShape shape = network.weight(name).shape();
            values.put(down(name), new float[rank * shape.columns()]);
            values.put(up(name), new float[shape.rows() * rank]);
        });
        return values;
    }

    /** What it does, for people. */
    public String text() {
        return "Factorised: "
                + ranks.entrySet().stream()
                        .map(rank -> rank.getKey() + " with rank " + rank.getValue())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    /** Why a weight cannot have factors of a rank, behind its name; empty when it can. */
    public static Optional<String> problem(Model model, MatrixShape weight, int rank) {
        Optional<Product> product = Products.of(model, weight.name());
        if (product.isEmpty()
                || Products.isTable(model, weight.name())
                || !weight.name().endsWith(WEIGHT)) {
            return Optional.of("is not the weight of a product alone");
        }
        if (product.get().groups() != 1) {
            return Optional.of("belongs to a convolution with " + product.get().groups() + " groups");
        }
        int most = Math.min(weight.rows(), weight.columns());
        return rank >= 1 && rank <= most
                ? Optional.empty()
                : Optional.of("is " + weight.rows() + " x " + weight.columns() + ", so its rank is 1 to " + most
                        + ", not " + rank);
    }

    /** The name of the first factor of a weight. */
    public static String down(String weight) {
        return layer(weight) + DOWN + WEIGHT;
    }

    /** The name of the second factor of a weight. */
    public static String up(String weight) {
        return layer(weight) + UP + WEIGHT;
    }

    private static String layer(String weight) {
        return weight.substring(0, weight.length() - WEIGHT.length());
    }

    @Override
    public Model model(Model before) {
        ranks.forEach((name, rank) -> Products.of(before, name)
                .map(product -> problem(before, product.shape(), rank))
                .orElse(Optional.of("is not the weight of a product"))
                .ifPresent(problem -> {
                    throw new IllegalArgumentException(name + " " + problem);
                }));
        List<Operation> operations = new ArrayList<>();
        for (Operation operation : before.operations()) {
            if (operation instanceof Product product
                    && ranks.containsKey(product.shape().name())) {
                Product first = first(product);
                operations.add(first);
                operations.add(second(product, first.output()));
            } else {
                operations.add(operation);
            }
        }
        List<ParameterSpec> parameters = new ArrayList<>();
        for (ParameterSpec spec : before.parameters()) {
            if (spec instanceof WeightSpec weight && ranks.containsKey(weight.name())) {
                parameters.addAll(factors(weight));
            } else {
                parameters.add(spec);
            }
        }
        return new Model(before.input(), before.output(), operations, parameters, before.taps());
    }

    private int rank(MatrixShape weight) {
        return ranks.getOrDefault(weight.name(), 0);
    }

    private Product first(Product product) {
        Value narrow = new Value(
                product.output().label() + DOWN,
                rank(product.shape()),
                product.output().positions(),
                true);
        return new Product(
                product.label() + DOWN,
                product.input(),
                narrow,
                down(product.shape()),
                Optional.empty(),
                product.window(),
                1,
                Activation.NONE);
    }

    private Product second(Product product, Value narrow) {
        return new Product(
                product.label() + UP,
                narrow,
                product.output(),
                up(product.shape()),
                product.bias(),
                Window.POINT,
                1,
                product.activation());
    }

    private MatrixShape down(MatrixShape weight) {
        return new MatrixShape(down(weight.name()), rank(weight), weight.columns(), weight.kernel());
    }

    private MatrixShape up(MatrixShape weight) {
        List<Integer> kernel = weight.kernel().stream().map(size -> 1).toList();
        return new MatrixShape(up(weight.name()), weight.rows(), rank(weight), kernel);
    }

    private List<WeightSpec> factors(WeightSpec whole) {
        MatrixShape down = down(whole.shape());
        MatrixShape up = up(whole.shape());
        List<Integer> first = new ArrayList<>(whole.stored());
        first.set(0, down.rows());
        List<Integer> second = new ArrayList<>(List.of(up.rows(), up.columns()));
        second.addAll(up.kernel());
        boolean point = whole.uses() == 1;
        return List.of(
                new WeightSpec(
                        layer(whole.name()) + DOWN,
                        down,
                        first,
                        Initialisation.ZEROS,
                        whole.uses(),
                        whole.inputTrained(),
                        whole.transposed()),
                new WeightSpec(layer(whole.name()) + UP, up, second, Initialisation.ZEROS, whole.uses(), true, point));
    }
}
