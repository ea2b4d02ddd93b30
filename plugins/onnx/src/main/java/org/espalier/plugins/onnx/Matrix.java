package org.espalier.plugins.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.border.TensorView;

/** Numbers in rows and columns, all of them or only some links. */
final class Matrix {
    /** Bytes of a number that is stored with its place, and of one without. */
    private static final long LINK = 4 + 8;

    private static final long NUMBER = 4;

    private final int rows;
    private final int columns;
    private final float[] values;
    /** Row by row, ascending; empty when all numbers are there. */
    private final Optional<long[]> places;

    private Matrix(int rows, int columns, float[] values, Optional<long[]> places) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.places = places;
    }

    /** All numbers, row by row. */
    static Matrix all(int rows, int columns, float[] values) {
        return new Matrix(rows, columns, values, Optional.empty());
    }

    /**
     * Some numbers.
     *
     * @param places where they stand, row by row, ascending
     */
    static Matrix links(int rows, int columns, long[] places, float[] values) {
        return new Matrix(rows, columns, values, Optional.of(places));
    }

    /** The links among all numbers in which {@code +0} is none, as {@link #marked} gives them. */
    static Matrix marked(int rows, int columns, float[] values) {
        long[] places = IntStream.range(0, values.length)
                .filter(place -> Float.floatToRawIntBits(values[place]) != 0)
                .asLongStream()
                .toArray();
        float[] links = new float[places.length];
        for (int k = 0; k < links.length; k++) {
            // The sum makes the -0 of a link whose value is 0 a +0.
            links[k] = values[(int) places[k]] + 0f;
        }
        return links(rows, columns, places, links);
    }

    /** A parameter; a vector is a matrix of one column, what has more sizes one of their product. */
    static Matrix of(TensorView tensor) {
        int rows = tensor.shape()[0];
        int columns = Arrays.stream(tensor.shape()).skip(1).reduce(1, Math::multiplyExact);
        return switch (tensor) {
            case TensorView.Dense dense -> new Matrix(rows, columns, dense.values(), Optional.empty());
            case TensorView.Sparse sparse -> {
                long[] places = new long[sparse.values().length];
                for (int r = 0; r < rows; r++) {
                    for (int k = sparse.rowStarts()[r]; k < sparse.rowStarts()[r + 1]; k++) {
                        places[k] = (long) r * columns + sparse.columns()[k];
                    }
                }
                yield new Matrix(rows, columns, sparse.values(), Optional.of(places));
            }
        };
    }

    /** The rows of several matrices of equally many columns, one after the other. */
    static Matrix stacked(List<Matrix> matrices) {
        int columns = matrices.getFirst().columns;
        int rows = matrices.stream().mapToInt(Matrix::rows).sum();
        boolean links = matrices.stream().allMatch(matrix -> matrix.places.isPresent());
        int count = matrices.stream()
                .mapToInt(matrix -> links ? matrix.values.length : matrix.rows * columns)
                .sum();
        float[] values = new float[count];
        long[] places = new long[links ? count : 0];
        long first = 0;
        int written = 0;
        for (Matrix matrix : matrices) {
            float[] numbers = links ? matrix.values : matrix.all();
            System.arraycopy(numbers, 0, values, written, numbers.length);
            for (int k = 0; links && k < numbers.length; k++) {
                places[written + k] = first + matrix.places()[k];
            }
            written += numbers.length;
            first += (long) matrix.rows * columns;
        }
        return new Matrix(rows, columns, values, links ? Optional.of(places) : Optional.empty());
    }

    /** So many rows from one on. */
    Matrix rows(int first, int count) {
        if (places.isEmpty()) {
            return all(count, columns, Arrays.copyOfRange(values, first * columns, (first + count) * columns));
        }
        long start = (long) first * columns;
        int from = first(places(), start);
        int to = first(places(), start + (long) count * columns);
        long[] at = Arrays.copyOfRange(places(), from, to);
        Arrays.setAll(at, k -> at[k] - start);
        return links(count, columns, at, Arrays.copyOfRange(values, from, to));
    }

    /** Whether another has the same numbers. */
    boolean same(Matrix other) {
        if (rows != other.rows || columns != other.columns) {
            return false;
        }
        if (linked() && other.linked()) {
            return Arrays.equals(places(), other.places()) && Arrays.equals(values, other.values);
        }
        return Arrays.equals(all(), other.all());
    }

    /** One number on the diagonal of each row. */
    static Matrix unit(int size) {
        float[] ones = new float[size];
        long[] places = new long[size];
        Arrays.fill(ones, 1f);
        Arrays.setAll(places, i -> (long) i * (size + 1));
        return new Matrix(size, size, ones, Optional.of(places));
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** Whether links take fewer bytes than all numbers. */
    boolean smallerAsLinks() {
        return places.isPresent() && LINK * values.length < NUMBER * rows * columns;
    }

    long[] places() {
        return places.orElseThrow();
    }

    /** The numbers at {@link #places}. */
    float[] links() {
        return values;
    }

    /** All numbers, row by row. */
    float[] all() {
        if (places.isEmpty()) {
            return values;
        }
        float[] all = new float[Math.multiplyExact(rows, columns)];
        long[] at = places.get();
        for (int k = 0; k < at.length; k++) {
            all[(int) at[k]] = values[k];
        }
        return all;
    }

    /** Whether only some numbers are there. */
    boolean linked() {
        return places.isPresent();
    }

    /** All numbers, row by row, in which {@code +0} is no link: a link of the value 0 is {@code -0}, which computes the same. */
    float[] marked() {
        float[] all = all();
        for (long place : places()) {
            all[(int) place] = all[(int) place] == 0 ? -0f : all[(int) place];
        }
        return all;
    }

    /** Rows become columns. */
    Matrix transposed() {
        if (places.isEmpty()) {
            float[] turned = new float[values.length];
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    turned[c * rows + r] = values[r * columns + c];
                }
            }
            return new Matrix(columns, rows, turned, Optional.empty());
        }
        long[] from = places.get();
        int[] next = new int[columns + 1];
        for (long place : from) {
            next[(int) (place % columns) + 1]++;
        }
        for (int c = 0; c < columns; c++) {
            next[c + 1] += next[c];
        }
        long[] to = new long[from.length];
        float[] turned = new float[values.length];
        for (int k = 0; k < from.length; k++) {
            int column = (int) (from[k] % columns);
            to[next[column]] = (long) column * rows + from[k] / columns;
            turned[next[column]++] = values[k];
        }
        return new Matrix(columns, rows, turned, Optional.of(to));
    }

    /** Every number times another. */
    Matrix times(double factor) {
        float[] scaled = new float[values.length];
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] = (float) (values[k] * factor);
        }
        return new Matrix(rows, columns, scaled, places);
    }

    /**
     * The same columns in another order.
     *
     * @param to where each of them goes
     */
    Matrix columns(List<Integer> to) {
        if (places.isPresent()) {
            return transposed().rows(to).transposed();
        }
        float[] moved = new float[values.length];
        for (int k = 0; k < moved.length; k++) {
            moved[k / columns * columns + to.get(k % columns)] = values[k];
        }
        return new Matrix(rows, columns, moved, Optional.empty());
    }

    /** The same links with rows in another order. */
    private Matrix rows(List<Integer> to) {
        int[] order = new int[rows];
        for (int r = 0; r < rows; r++) {
            order[to.get(r)] = r;
        }
        return blocks(order);
    }

    /**
     * As a parameter of a model.
     *
     * @param shape of all its numbers; links are those of a matrix
     */
    TensorView view(String name, int... shape) {
        if (places.isEmpty()) {
            return new TensorView.Dense(name, shape, values);
        }
        int[] rowStarts = new int[rows + 1];
        int[] at = new int[values.length];
        long[] from = places.get();
        for (int k = 0; k < at.length; k++) {
            rowStarts[(int) (from[k] / columns) + 1]++;
            at[k] = (int) (from[k] % columns);
        }
        for (int r = 0; r < rows; r++) {
            rowStarts[r + 1] += rowStarts[r];
        }
        return new TensorView.Sparse(name, new int[] {rows, columns}, rowStarts, at, values);
    }

    /**
     * The same rows in another order.
     *
     * @param order which block of rows comes first, second and so on; the blocks are equally large
     */
    Matrix blocks(int... order) {
        long size = (long) rows / order.length * columns;
        if (places.isEmpty()) {
            float[] moved = new float[values.length];
            for (int b = 0; b < order.length; b++) {
                System.arraycopy(values, (int) (order[b] * size), moved, (int) (b * size), (int) size);
            }
            return new Matrix(rows, columns, moved, Optional.empty());
        }
        long[] from = places.get();
        long[] to = new long[from.length];
        float[] moved = new float[values.length];
        int written = 0;
        for (int b = 0; b < order.length; b++) {
            long start = order[b] * size;
            for (int k = first(from, start); k < from.length && from[k] < start + size; k++) {
                to[written] = from[k] - start + b * size;
                moved[written++] = values[k];
            }
        }
        return new Matrix(rows, columns, moved, Optional.of(to));
    }

    /** The first of ascending places that is not before the given one. */
    private static int first(long[] places, long place) {
        int found = Arrays.binarySearch(places, place);
        return found < 0 ? -found - 1 : found;
    }
}
