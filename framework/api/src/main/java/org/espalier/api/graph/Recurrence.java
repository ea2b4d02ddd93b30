package org.espalier.api.graph;

/** Cells of recurrent layers. With p_t what comes in, U the recurrent weight and b its bias; h_0 and c_0 are zero. */
public enum Recurrence {
    /** {@code h_t = tanh(p_t + U h_{t-1} + b)} (Elman, 1990). */
    TANH(1, 1),
    /** {@code h_t = relu(p_t + U h_{t-1} + b)}. */
    RELU(1, 1),
    /**
     * Reset, update and candidate, in this order (Cho et al., 2014, with the reset after the product as in cuDNN):
     * {@code r, z = sigmoid(p + U h + b)}, {@code n = tanh(p_n + r · (U_n h + b_n))}, {@code h_t = (1 - z) · n + z · h_{t-1}}.
     */
    GRU(3, 4),
    /**
     * Input, forget, cell and output gate, in this order (Hochreiter and Schmidhuber, 1997; Gers et al., 2000):
     * {@code i, f, o = sigmoid(p + U h + b)}, {@code g = tanh(p_g + U_g h + b_g)}, {@code c_t = f · c_{t-1} + i · g},
     * {@code h_t = o · tanh(c_t)}.
     */
    LSTM(4, 4);

    private final int gates;
    private final int kept;

    Recurrence(int gates, int kept) {
        this.gates = gates;
        this.kept = kept;
    }

    /** Features that come in, and rows of the recurrent weight, for each unit. */
    public int gates() {
        return gates;
    }

    /** Numbers of each unit and step that the backward pass needs, beside outputs and cells. */
    public int kept() {
        return kept;
    }
}
