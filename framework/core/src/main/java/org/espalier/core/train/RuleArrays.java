package org.espalier.core.train;

import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.WeightStore;

/** A parameter as arrays for rules, which all rules of a phase share. Arrays are made when a rule first asks for them. */
final class RuleArrays {
    private static final float[] NONE = {};

    private WeightStore parameter;
    private StagedValues staged;
    private float[] values = NONE;
    private float[] gradients = NONE;
    private float[] slot = NONE;
    /** Values that rules changed for a forward pass, as they were. */
    private float[] lent = NONE;

    private boolean lending;

    RuleArrays(WeightStore parameter) {
        this.parameter = parameter;
        this.staged = new StagedValues(parameter);
    }

    /** Takes the parameter up as it is stored now. */
    void bind(WeightStore store) {
        parameter = store;
        staged = new StagedValues(store);
    }

    String name() {
        return parameter.shape().name();
    }

    WeightStore parameter() {
        return parameter;
    }

    float[] values() {
        values = read(values, parameter.values());
        return values;
    }

    float[] gradients() {
        gradients = read(gradients, parameter.gradient());
        return gradients;
    }

    float[] slot(int number) {
        slot = read(slot, parameter.slot(number));
        return slot;
    }

    void putGradients() {
        requireFinite(gradients, "gradient");
        NativeMemory.copy(gradients, 0, parameter.gradient(), parameter.count());
    }

    void putSlot(int number) {
        requireFinite(slot, "slot");
        NativeMemory.copy(slot, 0, parameter.slot(number), parameter.count());
    }

    /** Values hold until {@link #giveBack}. */
    void lendValues() {
        requireFinite(values, "value");
        if (!lending) {
            lent = read(lent, parameter.values());
            lending = true;
        }
        store(values);
    }

    /** Whether the parameter has other values than its own for now. */
    boolean lends() {
        return lending;
    }

    /** Undoes {@link #lendValues}. */
    void giveBack() {
        if (lending) {
            lending = false;
            store(lent);
        }
    }

    /**
     * @param average when there is one, its slot is the last
     */
    void putValues(Optional<AveragedValues.Offsets> average) {
        requireFinite(values, "value");
        if (average.isPresent()) {
            AveragedValues.Offsets offsets = average.get();
            long address = parameter.slot(parameter.slots() - 1);
            for (int i = 0; i < parameter.count(); i++) {
                float before = NativeMemory.getFloat(parameter.values() + 4L * i);
                float offset = NativeMemory.getFloat(address + 4L * i);
                NativeMemory.setFloat(address + 4L * i, offsets.afterMove(offset, before, values[i]));
            }
        }
        store(values);
    }

    private void store(float[] from) {
        for (int first = 0; first < parameter.count(); first += ParameterPart.BLOCK) {
            int count = Math.min(ParameterPart.BLOCK, parameter.count() - first);
            System.arraycopy(from, first, staged.load(first, count), 0, count);
            staged.store(first, count);
        }
    }

    private float[] read(float[] array, long address) {
        float[] enough = array.length < parameter.count() ? new float[parameter.count()] : array;
        NativeMemory.copy(address, enough, 0, parameter.count());
        return enough;
    }

    private void requireFinite(float[] numbers, String what) {
        if (numbers.length < parameter.count()) {
            throw new EspalierException(
                    "The " + what + "s of " + parameter.shape().name() + " were not read before.");
        }
        for (int i = 0; i < parameter.count(); i++) {
            if (!Float.isFinite(numbers[i])) {
                throw new EspalierException("The " + what + " number " + i + " of "
                        + parameter.shape().name() + " would become " + numbers[i] + ".");
            }
        }
    }
}
