package org.espalier.core.surgery;

/**
 * What takes the place of a weight.
 *
 * @param rank features between the two
 * @param down {@code [rank * columns]}, row by row
 * @param up {@code [rows * rank]}, row by row
 */
public record Factors(int rank, float[] down, float[] up) {
    public Factors {
        down = down.clone();
        up = up.clone();
    }

    @Override
    public float[] down() {
        return down.clone();
    }

    @Override
    public float[] up() {
        return up.clone();
    }
}
