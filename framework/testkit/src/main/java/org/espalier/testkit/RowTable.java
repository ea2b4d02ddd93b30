package org.espalier.testkit;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.MatrixShape;
import org.espalier.api.score.RowView;

/** One row of positions in plain arrays. */
public final class RowTable implements RowView {
    private final int row;
    private final float[] gradient;
    private final BitSet held;
    private final Map<String, float[]> slots;

    private RowTable(int row, float[] gradient, BitSet held, Map<String, float[]> slots) {
        this.row = row;
        this.gradient = gradient;
        this.held = held;
        this.slots = slots;
    }

    /** Row 0 with these gradients; no position has held a link. */
    public static RowTable of(float... gradient) {
        return new RowTable(0, gradient.clone(), new BitSet(), Map.of());
    }

    /** The same positions in another row. */
    public RowTable inRow(int number) {
        return new RowTable(number, gradient, held, slots);
    }

    /** With links at these columns before. */
    public RowTable held(int... columns) {
        BitSet bits = new BitSet();
        for (int column : columns) {
            bits.set(column);
        }
        return new RowTable(row, gradient, bits, slots);
    }

    /** With numbers an optimizer keeps. */
    public RowTable slot(String name, float... values) {
        Map<String, float[]> more = new LinkedHashMap<>(slots);
        more.put(name, values.clone());
        return new RowTable(row, gradient, held, more);
    }

    /** A weight of 100 rows. */
    @Override
    public MatrixShape shape() {
        return new MatrixShape("w", Math.max(100, row + 1), gradient.length);
    }

    @Override
    public int row() {
        return row;
    }

    @Override
    public float gradient(int column) {
        return gradient[column];
    }

    @Override
    public boolean held(int column) {
        return held.get(column);
    }

    @Override
    public float slot(String name, int column) {
        float[] values = slots.get(name);
        if (values == null) {
            throw new IllegalArgumentException("the optimizer keeps no '" + name + "', only " + slots.keySet());
        }
        return values[column];
    }
}
