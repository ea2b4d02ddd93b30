package org.espalier.testkit;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ParameterEditor;

/**
 * A network in the hands of a transform, without an engine: measuring it gives a loss of 1.
 *
 * @param tables its parameters
 * @param random the stream of the transform
 */
public record EditedTable(List<Table> tables, RandomStream random) implements NetworkEditor {
    public EditedTable {
        tables = List.copyOf(tables);
    }

    @Override
    public List<ParameterEditor> parameters() {
        return List.copyOf(tables);
    }

    @Override
    public Map<String, Double> measure() {
        return Map.of("loss", 1.0);
    }

    /** A parameter whose values are all stored at first. */
    public static final class Table implements ParameterEditor {
        private final Role role;
        private final MatrixShape shape;
        private int[] positions;
        private float[] values;

        /**
         * @param values {@code [rows * columns]}
         */
        public Table(Role role, MatrixShape shape, float... values) {
            this.role = role;
            this.shape = shape;
            this.values = values.clone();
            this.positions = new int[values.length];
            Arrays.setAll(positions, i -> i);
        }

        @Override
        public String name() {
            return shape.name();
        }

        @Override
        public Role role() {
            return role;
        }

        @Override
        public MatrixShape shape() {
            return shape;
        }

        @Override
        public int count() {
            return values.length;
        }

        @Override
        public int row(int value) {
            return positions[value] / shape.columns();
        }

        @Override
        public int column(int value) {
            return positions[value] % shape.columns();
        }

        @Override
        public float[] values() {
            return values.clone();
        }

        @Override
        public void set(float[] others) {
            if (others.length != values.length) {
                throw new EspalierException(
                        name() + " stores " + values.length + " values, and was given " + others.length + ".");
            }
            for (float value : others) {
                if (!Float.isFinite(value)) {
                    throw new EspalierException("A value of " + name() + " would become " + value + ".");
                }
            }
            values = others.clone();
        }

        @Override
        public void keep(BitSet links) {
            if (role != Role.WEIGHT) {
                throw new EspalierException(name() + " is no weight, so it has no links to drop.");
            }
            int[] kept = links.stream().toArray();
            float[] left = new float[kept.length];
            int[] places = new int[kept.length];
            for (int i = 0; i < kept.length; i++) {
                left[i] = values[kept[i]];
                places[i] = positions[kept[i]];
            }
            values = left;
            positions = places;
        }
    }
}
