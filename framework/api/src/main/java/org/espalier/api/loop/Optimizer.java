package org.espalier.api.loop;

import java.util.List;
import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Moves values along their gradients. A parameter is cut into blocks; every stored value is updated on its own, so a
 * sparse weight and a dense one are the same to an optimizer, and links that do not exist cost nothing. When links move,
 * the engine moves every slot with its link; a new link's slots start at zero.
 */
@ConsumerType
@PluginKind("optimizer")
public interface Optimizer {
    /** Names of the numbers kept for each value, for example {@code ["momentum"]}. */
    List<String> slots();

    /**
     * Updates one block in place. The result for a value must depend on nothing but that value, its gradient, its
     * slots and {@code step}. Several threads may call it at once, each with a block of its own.
     *
     * @param values {@code [count]}, read and written
     * @param gradients {@code [count]}, may be overwritten
     * @param slots {@code [slots().size()][count]}, read and written
     * @param count how many of each array are in use; arrays may be longer
     * @param step what holds for the whole step
     */
    void update(float[] values, float[] gradients, float[][] slots, int count, StepView step);
}
