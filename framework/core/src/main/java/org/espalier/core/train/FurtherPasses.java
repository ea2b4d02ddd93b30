package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.storage.WeightStore;

/** Passes over the batches of a step that a rule asks for; they change nothing but the gradients of its parameters. */
final class FurtherPasses {
    private static final float[] NOTHING = {};

    private final Network network;
    private final StepGradients gradients;
    private final Runnable giveBack;
    private final Predicate<String> changed;
    private final Set<String> given;
    private final boolean writes;
    private final List<WeightStore> kept = new ArrayList<>();
    private final List<float[]> copies = new ArrayList<>();

    /**
     * @param giveBack makes values what they were before rules changed them
     * @param changed whether rules changed a parameter, by its name
     * @param given names of the rule's parameters
     * @param writes whether it asks for gradients
     */
    FurtherPasses(
            Network network,
            StepGradients gradients,
            Runnable giveBack,
            Predicate<String> changed,
            Set<String> given,
            boolean writes) {
        this.network = network;
        this.gradients = gradients;
        this.giveBack = giveBack;
        this.changed = changed;
        this.given = given;
        this.writes = writes;
        bind();
    }

    /** Takes up parameters whose storage changed. */
    void bind() {
        kept.clear();
        List<float[]> old = List.copyOf(copies);
        copies.clear();
        if (!writes) {
            return;
        }
        for (WeightStore store : network.stored()) {
            if (!given.contains(store.shape().name())) {
                float[] copy = kept.size() < old.size() ? old.get(kept.size()) : NOTHING;
                copies.add(copy.length < store.count() ? new float[store.count()] : copy);
                kept.add(store);
            }
        }
    }

    /**
     * @return the loss
     * @throws Diverged when it is not finite
     */
    double gradients(long step) {
        for (int i = 0; i < copies.size(); i++) {
            WeightStore store = kept.get(i);
            NativeMemory.copy(store.gradient(), copies.get(i), 0, store.count());
        }
        try {
            return gradients.again(step);
        } finally {
            giveBack.run();
            for (int i = 0; i < copies.size(); i++) {
                WeightStore store = kept.get(i);
                NativeMemory.copy(copies.get(i), 0, store.gradient(), store.count());
            }
        }
    }

    /**
     * @return the loss
     * @throws Diverged when it is not finite
     */
    double loss(long step) {
        try {
            return gradients.lossAgain(step, changed);
        } finally {
            giveBack.run();
        }
    }
}
