package org.espalier.api.backend;

/**
 * Tokens and positions of sequences. What stands here is the reference that backends repeat bit by bit. A token is a float
 * that holds the number of a row of a table; the engine has checked that the row exists, or it is NaN, which reads as 0.
 */
public interface TokenKernels {
    /**
     * {@code out[f][p] = table[token(p)][f]} for one tile.
     *
     * @param table address of {@code float[rows][features]}
     * @param tokens address of {@code float[width]}
     * @param out tile {@code [features][width]}
     */
    default void embed(long table, int features, long tokens, int width, long out) {
        for (int p = 0; p < width; p++) {
            long row = table + 4L * features * (int) Address.getFloat(tokens + 4L * p);
            for (int f = 0; f < features; f++) {
                Address.setFloat(out + 4L * ((long) f * width + p), Address.getFloat(row + 4L * f));
            }
        }
    }

    /** The same with a table of links; what is no link is +0. */
    default void embed(SparseMatrix table, long tokens, int width, long out) {
        for (long i = 0; i < 4L * table.columns() * width; i += 4) {
            Address.setFloat(out + i, 0f);
        }
        for (int p = 0; p < width; p++) {
            long start = table.rowStarts() + 4L * (int) Address.getFloat(tokens + 4L * p);
            int end = Address.getInt(start + 4);
            for (int k = Address.getInt(start); k < end; k++) {
                long place = (long) Address.getInt(table.columnIndices() + 4L * k) * width + p;
                Address.setFloat(out + 4 * place, Address.getFloat(table.values() + 4L * k));
            }
        }
    }

    /**
     * {@code gradient[r][f] = Σ output[f][p]} over the tiles and their examples whose token is r, one after the other from
     * +0 or from what is there, for a range of rows and of features.
     *
     * @param features features of a row
     * @param tiles the input tiles hold tokens, the output tiles the gradient
     * @param add whether to start from what is there
     * @param gradient address of row {@code fromRow}: {@code float[toRow - fromRow][features]}
     */
    default void embeddingGradient(
            int features, Tiles tiles, boolean add, long gradient, int fromRow, int toRow, int from, int to) {
        for (long row = 0; !add && row < toRow - fromRow; row++) {
            for (int f = from; f < to; f++) {
                Address.setFloat(gradient + 4 * (row * features + f), 0f);
            }
        }
        for (int tile = 0; tile < tiles.count(); tile++) {
            long tokens = Address.getLong(tiles.inputs() + 8L * tile);
            long slopes = Address.getLong(tiles.outputs() + 8L * tile);
            for (int p = 0; p < tiles.width(); p++) {
                int row = (int) Address.getFloat(tokens + 4L * p);
                if (row < fromRow || row >= toRow) {
                    continue;
                }
                long sums = gradient + 4L * (row - fromRow) * features;
                for (int f = from; f < to; f++) {
                    float slope = Address.getFloat(slopes + 4L * ((long) f * tiles.width() + p));
                    Address.setFloat(sums + 4L * f, Address.getFloat(sums + 4L * f) + slope);
                }
            }
        }
    }

    /**
     * The same for the links of the rows from … to - 1.
     *
     * @param add whether to start from what is there
     * @param gradient address of {@code float[links]}
     */
    default void embeddingGradient(SparseMatrix table, Tiles tiles, boolean add, long gradient, int from, int to) {
        int last = Address.getInt(table.rowStarts() + 4L * to);
        for (int k = Address.getInt(table.rowStarts() + 4L * from); !add && k < last; k++) {
            Address.setFloat(gradient + 4L * k, 0f);
        }
        for (int tile = 0; tile < tiles.count(); tile++) {
            long tokens = Address.getLong(tiles.inputs() + 8L * tile);
            long slopes = Address.getLong(tiles.outputs() + 8L * tile);
            for (int p = 0; p < tiles.width(); p++) {
                int row = (int) Address.getFloat(tokens + 4L * p);
                if (row < from || row >= to) {
                    continue;
                }
                int end = Address.getInt(table.rowStarts() + 4L * row + 4);
                for (int k = Address.getInt(table.rowStarts() + 4L * row); k < end; k++) {
                    long f = Address.getInt(table.columnIndices() + 4L * k);
                    float slope = Address.getFloat(slopes + 4 * (f * tiles.width() + p));
                    Address.setFloat(gradient + 4L * k, Address.getFloat(gradient + 4L * k) + slope);
                }
            }
        }
    }

    /**
     * {@code out[f][p] = in[f][p] + row[f]} for one tile.
     *
     * @param row address of {@code float[features]}
     */
    default void addRow(long in, long row, int features, int width, long out) {
        long stride = 4L * width;
        for (int f = 0; f < features; f++) {
            float plus = Address.getFloat(row + 4L * f);
            for (long i = f * stride; i < (f + 1) * stride; i += 4) {
                Address.setFloat(out + i, Address.getFloat(in + i) + plus);
            }
        }
    }

    /**
     * Turns pairs by an angle: {@code outX = fma(x, cos, -(y · sin))}, {@code outY = fma(y, cos, x · sin)}, added to what
     * is there where {@code add} says so.
     *
     * @param floats a multiple of 16
     */
    default void turn(long x, long y, float cos, float sin, long outX, long outY, boolean add, int floats) {
        for (long i = 0; i < 4L * floats; i += 4) {
            float a = Address.getFloat(x + i);
            float b = Address.getFloat(y + i);
            float turnedX = Math.fma(a, cos, -(b * sin));
            float turnedY = Math.fma(b, cos, a * sin);
            Address.setFloat(outX + i, add ? Address.getFloat(outX + i) + turnedX : turnedX);
            Address.setFloat(outY + i, add ? Address.getFloat(outY + i) + turnedY : turnedY);
        }
    }
}
