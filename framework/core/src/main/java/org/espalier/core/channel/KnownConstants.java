package org.espalier.core.channel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.espalier.api.MatrixShape;
import org.espalier.api.backend.Kernels;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.WeightStore;

/** The features of a network that never change, found from the first operation to the last. */
final class KnownConstants implements Constants {
    /** Elements a kernel is called with. */
    private static final int FLOATS = 16;

    private static final int BYTES = 4 * FLOATS;

    private final Network network;
    private final double below;
    private final Kernels kernels = new ScalarKernels();
    private final NativeMemory memory;
    private final long elements;
    private final Map<Value, float[]> constants = new HashMap<>();
    private final Map<String, boolean[]> silentRows = new HashMap<>();
    private final Map<String, boolean[]> silentColumns = new HashMap<>();
    private final Map<String, Double> largestScales = new HashMap<>();

    private KnownConstants(Network network, double below, NativeMemory memory) {
        this.network = network;
        this.below = below;
        this.memory = memory;
        this.elements = memory.allocate(3L * BYTES);
    }

    /**
     * @param below a row, a column of a table, or a scale counts as zero when its norm is less than so much of the largest of
     *     its parameter
     */
    static KnownConstants of(Model model, Network network, double below) {
        try (NativeMemory memory = new NativeMemory()) {
            KnownConstants known = new KnownConstants(network, below, memory);
            model.operations().forEach(operation -> operation.constants(known));
            return known;
        }
    }

    @Override
    public float of(Value value, int feature) {
        float[] known = constants.get(value);
        return known == null ? Float.NaN : known[feature];
    }

    @Override
    public void set(Value value, int feature, float constant) {
        float[] known = constants.computeIfAbsent(value, v -> {
            float[] changing = new float[v.features()];
            Arrays.fill(changing, Float.NaN);
            return changing;
        });
        known[feature] = Float.isFinite(constant) ? constant : Float.NaN;
    }

    @Override
    public float number(VectorSpec vector, int index) {
        return NativeMemory.getFloat(network.vector(vector.name()).values() + 4L * index);
    }

    @Override
    public float scale(VectorSpec vector, int index) {
        float scale = number(vector, index);
        double largest = largestScales.computeIfAbsent(vector.name(), name -> largest(network.vector(name)));
        return Math.abs(scale) < below * largest ? 0 : scale;
    }

    private static double largest(DenseWeight vector) {
        double largest = 0;
        for (int i = 0; i < vector.count(); i++) {
            largest = Math.max(largest, Math.abs(NativeMemory.getFloat(vector.values() + 4L * i)));
        }
        return largest;
    }

    @Override
    public float number(StatisticSpec statistic, int index) {
        return NativeMemory.getFloat(network.statistic(statistic.name()).store().values() + 4L * index);
    }

    @Override
    public boolean silent(MatrixShape weight, int row, Value read, int first) {
        if (silentRows.computeIfAbsent(weight.name(), name -> small(rowSquares(name)))[row]) {
            return true;
        }
        WeightStore store = network.weight(weight.name()).seen();
        for (int k = store.rowStart(row); k < store.rowStart(row + 1); k++) {
            int feature = first + store.column(k) / weight.taps();
            if (NativeMemory.getFloat(store.values() + 4L * k) != 0 && of(read, feature) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean silentColumn(MatrixShape table, int column) {
        return silentColumns.computeIfAbsent(table.name(), name -> small(columnSquares(name)))[column];
    }

    private double[] rowSquares(String weight) {
        WeightStore store = network.weight(weight).seen();
        double[] squares = new double[store.shape().rows()];
        for (int row = 0; row < squares.length; row++) {
            for (int k = store.rowStart(row); k < store.rowStart(row + 1); k++) {
                squares[row] += square(store, k);
            }
        }
        return squares;
    }

    private double[] columnSquares(String weight) {
        WeightStore store = network.weight(weight).seen();
        double[] squares = new double[store.shape().columns()];
        for (int k = 0; k < store.count(); k++) {
            squares[store.column(k)] += square(store, k);
        }
        return squares;
    }

    private static double square(WeightStore store, int k) {
        double value = NativeMemory.getFloat(store.values() + 4L * k);
        return value * value;
    }

    private boolean[] small(double... squares) {
        double largest = Arrays.stream(squares).max().orElse(0);
        boolean[] small = new boolean[squares.length];
        for (int i = 0; i < small.length; i++) {
            small[i] = squares[i] == 0 || Math.sqrt(squares[i]) < below * Math.sqrt(largest);
        }
        return small;
    }

    @Override
    public float computed(Elements function, float first, float second) {
        float[] constant = new float[FLOATS];
        Arrays.fill(constant, first);
        NativeMemory.copy(constant, 0, elements, FLOATS);
        Arrays.fill(constant, second);
        NativeMemory.copy(constant, 0, elements + BYTES, FLOATS);
        function.compute(kernels, elements, elements + BYTES, elements + 2L * BYTES, FLOATS);
        return NativeMemory.getFloat(elements + 2L * BYTES);
    }
}
