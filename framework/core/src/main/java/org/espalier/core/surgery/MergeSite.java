package org.espalier.core.surgery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.api.MatrixShape;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Unary;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.model.Network;
import org.espalier.core.operation.Add;
import org.espalier.core.operation.Apply;
import org.espalier.core.operation.Product;

/**
 * Where one product can take the place of several: two factors, or a base with two narrow weights beside it.
 *
 * @param down the product that comes first
 * @param up the one that reads nothing else, with nothing between
 * @param base what their product is added to; empty for two factors
 * @param scale what their product is multiplied by
 * @param gone all operations that the one takes the place of
 * @param merged the one
 */
record MergeSite(Product down, Product up, Optional<Product> base, double scale, List<Operation> gone, Product merged) {
    /** What stands in the names of the weights of an adapter, behind that of the layer. */
    private static final String ADAPT = ".adapt";

    MergeSite {
        gone = List.copyOf(gone);
    }

    /** All of a model, in the order of computation. */
    static List<MergeSite> of(Model model) {
        List<MergeSite> sites = new ArrayList<>();
        for (Operation operation : model.operations()) {
            if (operation instanceof Product up && up.pointwise() && named(up, Factorised.UP)) {
                Products.maker(model, up.input())
                        .filter(maker -> maker instanceof Product down && fits(model, down, up))
                        .flatMap(down -> site(model, (Product) down, up))
                        .ifPresent(sites::add);
            }
        }
        return sites;
    }

    private static boolean fits(Model model, Product down, Product up) {
        return named(down, Factorised.DOWN)
                && prefix(down, Factorised.DOWN).equals(prefix(up, Factorised.UP))
                && down.groups() == 1
                && down.bias().isEmpty()
                && down.activation() == Activation.NONE
                && Products.onlyFor(model, down.output(), up);
    }

    private static boolean named(Product product, String factor) {
        return product.shape().name().endsWith(factor + Factorised.WEIGHT)
                || product.shape().name().endsWith(ADAPT + factor);
    }

    /** The name of the layer. */
    private static String prefix(Product product, String factor) {
        String name = product.shape().name();
        return name.substring(0, name.lastIndexOf(factor));
    }

    private static Optional<MergeSite> site(Model model, Product down, Product up) {
        String prefix = prefix(up, Factorised.UP);
        return prefix.endsWith(ADAPT) ? beside(model, down, up) : Optional.of(pair(prefix, down, up));
    }

    private static MergeSite pair(String layer, Product down, Product up) {
        MatrixShape shape = new MatrixShape(
                layer + Factorised.WEIGHT,
                up.shape().rows(),
                down.shape().columns(),
                down.shape().kernel());
        Product merged =
                new Product(layer, down.input(), up.output(), shape, up.bias(), down.window(), 1, up.activation());
        return new MergeSite(down, up, Optional.empty(), 1, List.of(down, up), merged);
    }

    /** What an adapter computes, perhaps scaled, is added to what the product of its layer gives. */
    private static Optional<MergeSite> beside(Model model, Product down, Product up) {
        List<Operation> gone = new ArrayList<>(List.of(down, up));
        Operation last = up;
        double scale = 1;
        Optional<Apply> scaled = model.operations().stream()
                .filter(o ->
                        o instanceof Apply apply && apply.input() == up.output() && apply.function() == Unary.SCALE)
                .map(Apply.class::cast)
                .findFirst();
        if (scaled.isPresent()) {
            if (!Products.onlyFor(model, up.output(), scaled.get())) {
                return Optional.empty();
            }
            scale = scaled.get().first();
            last = scaled.get();
            gone.add(last);
        }
        for (Operation operation : model.operations()) {
            if (operation instanceof Add add && add.second() == last.output()) {
                gone.add(add);
                return base(model, down, up, add, last, scale, gone);
            }
        }
        return Optional.empty();
    }

    private static Optional<MergeSite> base(
            Model model, Product down, Product up, Add add, Operation last, double scale, List<Operation> gone) {
        if (!(Products.maker(model, add.first()).orElse(down) instanceof Product base)
                || base.input() != down.input()
                || base.activation() != Activation.NONE
                || base.groups() != 1
                || !base.window().equals(down.window())
                || up.bias().isPresent()
                || Products.isTable(model, base.shape().name())
                || !Products.onlyFor(model, add.first(), add)
                || !Products.onlyFor(model, last.output(), add)) {
            return Optional.empty();
        }
        gone.add(base);
        Product merged = new Product(
                base.label(), base.input(), add.output(), base.shape(), base.bias(), base.window(), 1, Activation.NONE);
        return Optional.of(new MergeSite(down, up, Optional.of(base), scale, gone, merged));
    }

    /** The name of the weight that is left. */
    String weight() {
        return merged.shape().name();
    }

    /** {@code [rows * columns]} of the weight that is left: {@code base + scale up down}, summed in double. */
    float[] values(Network network) {
        double[] first = SpreadValues.of(network.weight(down.shape().name()));
        double[] second = SpreadValues.of(network.weight(up.shape().name()));
        double[] sums = LowRank.product(
                second,
                first,
                merged.shape().rows(),
                down.shape().rows(),
                merged.shape().columns());
        double[] beside = base.isEmpty()
                ? new double[sums.length]
                : SpreadValues.of(network.weight(base.get().shape().name()));
        float[] values = new float[sums.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (beside[i] + scale * sums[i]);
        }
        return values;
    }
}
