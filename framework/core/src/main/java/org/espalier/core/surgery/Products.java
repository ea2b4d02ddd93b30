package org.espalier.core.surgery;

import java.util.List;
import java.util.Optional;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Value;
import org.espalier.core.operation.Embed;
import org.espalier.core.operation.Product;

/** Products of a model. */
public final class Products {
    private Products() {}

    /** The product a weight belongs to; empty when it is that of another operation. */
    public static Optional<Product> of(Model model, String weight) {
        return model.operations().stream()
                .filter(Product.class::isInstance)
                .map(Product.class::cast)
                .filter(product -> product.shape().name().equals(weight))
                .findFirst();
    }

    /** Whether a weight is the table of an embedding as well. */
    static boolean isTable(Model model, String weight) {
        return model.operations().stream()
                .anyMatch(o -> o instanceof Embed embed && embed.table().name().equals(weight));
    }

    /** What computes a value; empty for the input of the model. */
    static Optional<Operation> maker(Model model, Value value) {
        return model.operations().stream().filter(o -> o.output() == value).findFirst();
    }

    /** Whether an operation alone reads a value, and the model does not give it. */
    static boolean onlyFor(Model model, Value value, Operation reader) {
        List<Operation> readers = model.operations().stream()
                .filter(o -> o.inputs().contains(value))
                .toList();
        return readers.equals(List.of(reader)) && model.output() != value;
    }
}
