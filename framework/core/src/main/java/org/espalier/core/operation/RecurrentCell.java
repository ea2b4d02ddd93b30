package org.espalier.core.operation;

import org.espalier.api.backend.Kernels;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Recurrence;

/**
 * What a cell does with its units once the products are there. Of each step rows are kept, unit by unit: the one of a plain
 * cell; reset, update, the product for the candidate, and candidate of a GRU; input, forget, cell and output gate of an LSTM.
 */
record RecurrentCell(Recurrence kind, Kernels kernels, int units, int lanes) {
    /** Bytes of a row for all units. */
    long rows() {
        return 4L * units * lanes;
    }

    /** Where the part of the input that belongs to a gate is kept: the candidate of a GRU comes after its product. */
    int kept(int gate) {
        return kind == Recurrence.GRU && gate == 2 ? 3 : gate;
    }

    /**
     * From sums to outputs, for a range of units.
     *
     * @param kept where the first of the range is kept
     * @param before output (of an LSTM the cell) of the step before at the first of the range
     * @param shown room for the tanh of an LSTM's cells
     */
    void step(long kept, long before, long cell, long shown, long out, int count) {
        int floats = count * lanes;
        switch (kind) {
            case TANH -> kernels.activate(Activation.TANH, kept, out, 0, floats);
            case RELU -> kernels.activate(Activation.RELU, kept, out, 0, floats);
            case GRU -> {
                kernels.activate(Activation.SIGMOID, kept, kept, 0, floats);
                kernels.activate(Activation.SIGMOID, kept + rows(), kept + rows(), 0, floats);
                long candidate = kept + 3 * rows();
                kernels.gruCandidate(kept, kept + 2 * rows(), candidate, floats);
                kernels.activate(Activation.TANH, candidate, candidate, 0, floats);
                kernels.gru(kept + rows(), candidate, before, out, floats);
            }
            case LSTM -> {
                long update = kept + 2 * rows();
                long show = kept + 3 * rows();
                kernels.activate(Activation.SIGMOID, kept, kept, 0, floats);
                kernels.activate(Activation.SIGMOID, kept + rows(), kept + rows(), 0, floats);
                kernels.activate(Activation.TANH, update, update, 0, floats);
                kernels.activate(Activation.SIGMOID, show, show, 0, floats);
                kernels.lstm(kept, kept + rows(), update, before, cell, floats);
                kernels.activate(Activation.TANH, cell, shown, 0, floats);
                kernels.multiply(show, shown, out, floats);
            }
        }
    }

    /** Puts the gradients of the sums in place of what is kept. */
    void stepBack(long kept, long before, long cell, long shown, long out, long slope, long carry, int count) {
        int floats = count * lanes;
        switch (kind) {
            case TANH -> kernels.activationGradient(Activation.TANH, out, out, slope, kept, 0, floats);
            case RELU -> kernels.activationGradient(Activation.RELU, out, out, slope, kept, 0, floats);
            case GRU ->
                kernels.gruGradient(
                        kept, kept + rows(), kept + 2 * rows(), kept + 3 * rows(), before, slope, carry, floats);
            case LSTM -> {
                kernels.activate(Activation.TANH, cell, shown, 0, floats);
                kernels.lstmGradient(
                        kept, kept + rows(), kept + 2 * rows(), kept + 3 * rows(), before, shown, slope, carry, floats);
            }
        }
    }
}
