package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.storage.WeightStore;

/**
 * The moving average of every trained value over the steps of a phase (Polyak and Juditsky, "Acceleration of stochastic
 * approximation by averaging", 1992), with weights that fade by a factor a step:
 *
 * <pre>
 *   a ← decay · a + (1 - decay) · w
 * </pre>
 *
 * <p>What is kept is a - w, as one more slot: it moves with its link, a new link's average is its first value, a step that
 * is taken back takes it back, and checkpoints hold it.
 */
final class AveragedValues {
    /** The slot's name in checkpoints. */
    static final String SLOT = "average-offset";

    private final Network network;
    private final List<float[]> trained = new ArrayList<>();

    AveragedValues(Network network) {
        this.network = network;
    }

    /** Brings offsets from before a step's values to after it. */
    record Offsets(float decay) {
        /** {@code offsets ← a}; both {@code [count]}. */
        void beforeStep(float[] values, float[] offsets, int count) {
            for (int i = 0; i < count; i++) {
                offsets[i] += values[i];
            }
        }

        /** {@code offsets ← decay · (a - w)}, as the new average is w + decay · (a - w). */
        void afterStep(float[] values, float[] offsets, int count) {
            for (int i = 0; i < count; i++) {
                offsets[i] = decay * (offsets[i] - values[i]);
            }
        }

        /** After a step a value was moved once more: what its offset is now. */
        float afterMove(float offset, float before, float after) {
            return Math.fma(decay, before - after, offset);
        }
    }

    /** Lets the network have the average, until {@link #giveBack}. */
    void lend() {
        trained.clear();
        for (WeightStore parameter : network.parameters()) {
            float[] values = NativeMemory.floats(parameter.values(), parameter.count());
            float[] averages = NativeMemory.floats(parameter.slot(parameter.slots() - 1), parameter.count());
            for (int i = 0; i < values.length; i++) {
                averages[i] += values[i];
            }
            parameter.set(averages);
            trained.add(values);
        }
    }

    /** Gives the network the values it was trained to. */
    void giveBack() {
        List<WeightStore> parameters = network.parameters();
        for (int i = 0; i < trained.size(); i++) {
            parameters.get(i).set(trained.get(i));
        }
        trained.clear();
    }
}
