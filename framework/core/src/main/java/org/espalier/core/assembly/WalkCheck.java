package org.espalier.core.assembly;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.loop.InputSum;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.Model;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.operation.Product;
import org.espalier.core.plan.TransformPlan;
import org.espalier.core.train.Calibration;

/** Whether what comes into the layers a transform selects can be measured. */
record WalkCheck(TransformPlan plan, Model model, Diagnostics diagnostics) {
    /**
     * @param needs what the transform asks of the inputs of products
     */
    void check(Set<InputSum> needs) {
        if (needs.isEmpty()) {
            return;
        }
        List<WeightSpec> selected =
                model.weights().stream().filter(w -> plan.selects(w.layer())).toList();
        for (WeightSpec weight : selected) {
            Optional<Product> product = product(weight);
            if (product.isEmpty()) {
                contradiction(
                        "'" + plan.use().name() + "' goes by what comes into products, and " + weight.name()
                                + " is the weight of none: it is that of a recurrence, of positions, of experts, or a table.",
                        "Say which layers it may change: layers: " + others(selected));
            } else if (needs.contains(InputSum.GRAM)) {
                Calibration.tooLarge(weight.shape(), product.get().groups())
                        .ifPresent(problem -> contradiction(
                                "'" + plan.use().name() + "' needs the products of all inputs. " + problem,
                                "Say which layers it may change: layers: " + others(selected)));
            }
        }
    }

    private Optional<Product> product(WeightSpec weight) {
        return model.operations().stream()
                .filter(Product.class::isInstance)
                .map(Product.class::cast)
                .filter(product -> product.shape().name().equals(weight.name()))
                .findFirst();
    }

    /** Layers it could change. */
    private String others(List<WeightSpec> selected) {
        List<String> possible = selected.stream()
                .filter(weight -> product(weight).isPresent())
                .map(weight -> "'" + weight.layer() + "'")
                .toList();
        return possible.isEmpty() ? "…" : "[" + String.join(", ", possible) + "]";
    }

    private void contradiction(String message, String hint) {
        diagnostics.add(DiagnosticId.CONTRADICTION, plan.place(), message, hint);
    }
}
