package org.espalier.core.graph;

import org.espalier.api.MatrixShape;
import org.espalier.core.model.ParameterSpec;

/**
 * Told by operations what they carry when every value counts by its magnitude and nothing is added: of one example, as
 * outside of training. What is carried is never negative, so an activation that leaves such numbers alone carries them
 * whole. The same is told on the way from the input to the output and on the way back.
 */
public interface FlowWalk {
    /** What has come to a value. */
    double at(Value value, int feature, int position);

    /** A part of what comes to one place goes on to another. */
    void carry(Value from, int feature, int position, Value to, int other, int place, double factor);

    /**
     * What a weight carries.
     *
     * @param groups of channels that do not see each other
     * @param places by tap: input position and output position in turn
     */
    void weigh(MatrixShape weight, int groups, Value from, Value to, int[][] places);

    /** A number of a vector or of a statistic. */
    double number(ParameterSpec numbers, int index);

    /** Each feature goes on, at its position, to the one with a number so much higher. */
    default void carry(Value from, int first, int features, Value to, int firstOther) {
        int positions = to.positions().positions();
        for (int feature = 0; feature < features; feature++) {
            for (int position = 0; position < positions; position++) {
                carry(from, first + feature, position, to, firstOther + feature, position, 1);
            }
        }
    }

    /** Everything goes on as it is. */
    default void carry(Value from, Value to) {
        carry(from, 0, to.features(), to, 0);
    }
}
