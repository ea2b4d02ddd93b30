package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.graph.WeightPass;
import org.espalier.core.parallel.WorkerPool;

/**
 * The product of each expert's positions with its own weight.
 *
 * @param products one for each expert, with this input and output
 * @param dispatch what sent the positions
 */
public record ExpertProduct(String label, Value input, Value output, List<Product> products, Dispatch dispatch)
        implements Operation {
    public ExpertProduct {
        products = List.copyOf(products);
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public void couple(Coupling coupling) {
        products.forEach(product -> product.couple(coupling));
    }

    @Override
    public Operation resized(Resizing sizes) {
        List<Product> smaller =
                products.stream().map(product -> product.with(sizes)).toList();
        return new ExpertProduct(label, sizes.value(input), sizes.value(output), smaller, dispatch.with(sizes));
    }

    @Override
    public void constants(Constants known) {
        for (int row = 0; row < output.features(); row++) {
            float constant = products.getFirst().constant(row, known);
            for (Product product : products) {
                constant = product.constant(row, known) == constant ? constant : Float.NaN;
            }
            known.set(output, row, constant);
        }
    }

    @Override
    public boolean multipliesBy(String weight) {
        return products.stream().anyMatch(product -> product.multipliesBy(weight));
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.ExpertLinear(
                products.stream().map(Product::linear).toList()));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final List<WeightPass> passes;

        Bound(Binding binding) {
            RouteTable table = dispatch.table(binding);
            boolean adds = binding.geometry().adds(ExpertProduct.this, 0);
            WeightPass[] each = new WeightPass[products.size()];
            for (int e = 0; e < each.length; e++) {
                each[e] = new PointProductPass(products.get(e), table.segment(e), adds, binding);
            }
            passes = List.of(each);
        }

        @Override
        public List<WeightPass> products() {
            return passes;
        }

        @Override
        public void bind() {
            passes.forEach(Pass::bind);
        }

        @Override
        public void forward(WorkerPool pool) {
            for (int e = 0; e < passes.size(); e++) {
                passes.get(e).forward(pool);
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            for (int e = 0; e < passes.size(); e++) {
                passes.get(e).backward(pool);
            }
        }
    }
}
