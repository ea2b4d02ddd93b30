package org.espalier.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.InputStatistics;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ParameterEditor;
import org.espalier.api.loop.ProductEditor;

/**
 * A network in the hands of a transform, without an engine: measuring it gives a loss of 1, and what comes into a product is
 * the same whatever was changed.
 *
 * @param tables its parameters
 * @param inputs what comes into the weights, by name: {@code [positions][columns]}; of those that are not named it is drawn
 * @param random the stream of the transform
 */
public record EditedTable(List<Table> tables, Map<String, double[][]> inputs, RandomStream random)
        implements NetworkEditor {
    private static final int DRAWN = 16;

    public EditedTable {
        tables = List.copyOf(tables);
        inputs = Map.copyOf(inputs);
    }

    /** A network whose inputs are all drawn. */
    public EditedTable(List<Table> tables, RandomStream random) {
        this(tables, Map.of(), random);
    }

    @Override
    public List<ParameterEditor> parameters() {
        return List.copyOf(tables);
    }

    /** Each step takes a share of every value away, as weight decay does. */
    @Override
    public double train(int steps, double learningRate) {
        double left = StrictMath.pow(1 - learningRate, steps);
        for (Table table : tables) {
            float[] values = table.values();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (left * values[i]);
            }
            table.set(values);
        }
        return left;
    }

    @Override
    public List<ProductEditor> walk(int examples) {
        List<ProductEditor> walk = new ArrayList<>();
        for (Table table : tables) {
            if (table.role() == ParameterEditor.Role.WEIGHT) {
                double[][] given = inputs.get(table.name());
                walk.add(new TableProduct(table, given == null ? drawn(table) : given));
            }
        }
        return walk;
    }

    private static double[][] drawn(Table table) {
        RandomStream drawn = RandomStream.ofSeed(1).fork(table.name());
        double[][] inputs = new double[DRAWN][table.shape().columns()];
        for (int i = 0; i < DRAWN; i++) {
            for (int j = 0; j < inputs[i].length; j++) {
                inputs[i][j] = drawn.gaussian((long) i * inputs[i].length + j);
            }
        }
        return inputs;
    }

    /** A product with one group. */
    private record TableProduct(Table weight, double[][] positions) implements ProductEditor {
        @Override
        public int groups() {
            return 1;
        }

        /** The values become those of the product of the factors. */
        @Override
        public void factorise(int rank, float[] down, float[] up) {
            int columns = weight.shape().columns();
            if (down.length != rank * columns || up.length != weight.shape().rows() * rank) {
                throw new EspalierException("Factors of " + weight.name() + " with the rank " + rank + " have "
                        + rank * columns + " and " + weight.shape().rows() * rank + " values, not " + down.length
                        + " and "
                        + up.length + ".");
            }
            float[] values = new float[weight.count()];
            for (int i = 0; i < values.length; i++) {
                double sum = 0;
                for (int k = 0; k < rank; k++) {
                    sum += (double) up[weight.row(i) * rank + k] * down[k * columns + weight.column(i)];
                }
                values[i] = (float) sum;
            }
            weight.set(values);
        }

        @Override
        public InputStatistics inputs() {
            int columns = weight.shape().columns();
            double[] squares = new double[columns];
            double[] gram = new double[columns * columns];
            for (double[] x : positions) {
                for (int i = 0; i < columns; i++) {
                    squares[i] += x[i] * x[i];
                    for (int j = 0; j < columns; j++) {
                        gram[i * columns + j] += x[i] * x[j];
                    }
                }
            }
            return new InputStatistics(positions.length, List.of(squares), List.of(gram));
        }
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
