package org.espalier.core.guard;

import java.util.List;
import java.util.Map;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ParameterEditor;
import org.espalier.api.loop.Transform;

/** Calls a transform. What it writes is looked at where it is written. */
record TransformGuard(Transform plugin, Calls calls) implements Transform, Guarded {
    @Override
    public Caller caller() {
        return calls.caller();
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
        public Map<String, Double> measure() {
            return calls.watch().hosted(network::measure);
        }

        @Override
        public RandomStream random() {
            return network.random();
        }
    }
}
