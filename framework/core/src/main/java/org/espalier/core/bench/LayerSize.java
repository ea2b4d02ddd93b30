package org.espalier.core.bench;

/** Inputs and outputs of a linear layer; it reads {@code 784x1024}. */
public record LayerSize(int inputs, int outputs) {
    @Override
    public String toString() {
        return inputs + "x" + outputs;
    }
}
