package org.espalier.api.loop;

import java.util.List;
import org.espalier.api.MatrixShape;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A trained parameter in the hands of a {@link Rule}. Stored values are numbered row by row; of a sparse weight only links
 * are stored.
 *
 * <p>Arrays are the engine's, one for values, one for gradients and one for slots of each parameter, at least {@link #count}
 * long. A method that reads fills its array and gives it back; what is then written into it counts only with the method
 * that puts it back.
 */
@ProviderType
public interface RuleParameter {
    /** Its name, for example {@code fc1.weight}. */
    String name();

    /** Whether it is a weight; else it is a vector, such as a bias or scales. */
    boolean weight();

    /** Rows and columns; a vector is one row. */
    MatrixShape shape();

    /** How many values are stored. */
    int count();

    /**
     * The number of the first stored value of a row.
     *
     * @param row in [0, {@code shape().rows()}]; that of the last is {@link #count}
     */
    int rowStart(int row);

    /** The column of a stored value. */
    int column(int value);

    /**
     * Reads the values.
     *
     * @return {@code [count()]} and perhaps more
     */
    float[] values();

    /**
     * Puts the values back: before the forward pass as effective values, which hold until the gradients are there; after the
     * backward pass as effective values of the next pass the rule asks for, or until it returns; after the step or after links
     * moved for good.
     *
     * @throws org.espalier.api.EspalierException when the rule does not claim {@link Claim#EFFECTIVE_VALUES} or {@link
     *     Claim#VALUES}, when this is no point for it, or when one of them is not finite
     */
    void putValues();

    /**
     * Reads the gradients of the step.
     *
     * @return {@code [count()]} and perhaps more
     * @throws org.espalier.api.EspalierException at another point than {@link Point#AFTER_BACKWARD}
     */
    float[] gradients();

    /**
     * Puts the gradients back.
     *
     * @throws org.espalier.api.EspalierException as {@link #putValues}, for {@link Claim#GRADIENTS}
     */
    void putGradients();

    /** Names of what the optimizer keeps for each value. */
    List<String> slots();

    /**
     * Reads a slot of the optimizer.
     *
     * @param slot its number among {@link #slots}
     * @return {@code [count()]} and perhaps more
     * @throws org.espalier.api.EspalierException when the optimizer has no such slot
     */
    float[] slot(int slot);

    /**
     * Puts the slot that was read last back.
     *
     * @throws org.espalier.api.EspalierException as {@link #putValues}, for {@link Claim#SLOTS}
     */
    void putSlot();
}
