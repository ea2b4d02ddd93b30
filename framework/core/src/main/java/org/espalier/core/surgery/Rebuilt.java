package org.espalier.core.surgery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.border.TensorView;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;

/** The network of a model that got another form. */
public final class Rebuilt {
    private Rebuilt() {}

    /**
     * What has new values is dense, and what an optimizer kept of it is zero; all else is as it was, with links and slots.
     *
     * @param network of the model before; it is not changed
     * @param fresh new values, by name
     */
    public static Network of(Network network, Model after, Map<String, float[]> fresh) {
        Map<String, WeightStore> before = new LinkedHashMap<>();
        network.stored().forEach(store -> before.put(store.shape().name(), store));
        Map<String, TensorView> values = new LinkedHashMap<>();
        for (ParameterSpec spec : after.parameters()) {
            float[] given = fresh.get(spec.name());
            WeightStore old = before.get(spec.name());
            if (given != null) {
                values.put(spec.name(), new TensorView.Dense(spec.name(), new int[] {given.length}, given));
            } else if (old != null) {
                values.put(spec.name(), view(old));
            }
        }
        Network rebuilt = Network.restored(after.parameters(), values, "The network in its new form");
        for (TrainedWeight weight : rebuilt.weights()) {
            if (!fresh.containsKey(weight.spec().name())
                    && before.containsKey(weight.spec().name())) {
                TrainedWeight old = network.weight(weight.spec().name());
                if (old.latent()) {
                    weight.makeLatent(old.links().positions());
                }
            }
        }
        moveSlots(rebuilt.parameters(), before, fresh);
        return rebuilt;
    }

    /** Of a latent weight all that is trained. */
    private static TensorView view(WeightStore store) {
        return switch (store) {
            case SparseWeight sparse -> sparse.view();
            case DenseWeight _, LatentWeight _ ->
                new TensorView.Dense(
                        store.shape().name(),
                        new int[] {store.count()},
                        NativeMemory.floats(store.values(), store.count()));
        };
    }

    private static void moveSlots(
            List<WeightStore> parameters, Map<String, WeightStore> before, Map<String, float[]> fresh) {
        int slots = before.values().stream().mapToInt(WeightStore::slots).max().orElse(0);
        for (WeightStore parameter : parameters) {
            WeightStore old = before.get(parameter.shape().name());
            if (old != null && !fresh.containsKey(parameter.shape().name())) {
                parameter.slotsOf(old, IntStream.range(0, old.count()).toArray());
            } else {
                parameter.slots(slots);
            }
        }
    }
}
