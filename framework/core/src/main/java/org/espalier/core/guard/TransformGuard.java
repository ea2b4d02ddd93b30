package org.espalier.core.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.InputStatistics;
import org.espalier.api.loop.InputSum;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ParameterEditor;
import org.espalier.api.loop.ProductEditor;
import org.espalier.api.loop.Transform;

/** Calls a transform. What it writes is looked at where it is written. */
final class TransformGuard implements Transform, Guarded {
    private final Transform plugin;
    private final Calls calls;
    private final Set<InputSum> needs;

    TransformGuard(Transform plugin, Calls calls) {
        this.plugin = plugin;
        this.calls = calls;
        this.needs = calls.get("needs", () -> Set.copyOf(calls.given("needs", plugin.needs())));
    }

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public Set<InputSum> needs() {
        return needs;
    }

    @Override
    public OptionalInt rank(MatrixShape weight) {
        return calls.get("rank", () -> plugin.rank(weight));
    }

    @Override
    public void apply(NetworkEditor network) {
        calls.run("apply", () -> plugin.apply(new Hosted(network, calls)));
    }

    /** The plugin's time stands still while the network is measured. */
    private record Hosted(NetworkEditor network, Calls calls) implements NetworkEditor {
        @Override
        public List<ParameterEditor> parameters() {
            return network.parameters();
        }

        @Override
        public List<ProductEditor> walk(int examples) {
            List<ProductEditor> walk = new ArrayList<>();
            network.walk(examples).forEach(product -> walk.add(new HostedProduct(product, calls)));
            return List.copyOf(walk);
        }

        @Override
        public Map<String, Double> measure() {
            return calls.watch().hosted(network::measure);
        }

        @Override
        public double train(int steps, double learningRate) {
            return calls.watch().hosted(() -> network.train(steps, learningRate));
        }

        @Override
        public RandomStream random() {
            return network.random();
        }
    }

    /** Its time stands still as well while inputs are measured. */
    private record HostedProduct(ProductEditor product, Calls calls) implements ProductEditor {
        @Override
        public ParameterEditor weight() {
            return product.weight();
        }

        @Override
        public int groups() {
            return product.groups();
        }

        @Override
        public void factorise(int rank, float[] down, float[] up) {
            product.factorise(rank, down, up);
        }

        @Override
        public InputStatistics inputs() {
            return calls.watch().hosted(product::inputs);
        }
    }
}
