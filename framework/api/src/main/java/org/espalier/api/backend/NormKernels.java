package org.espalier.api.backend;

/**
 * Normalisation over tiles. What stands here is the reference that backends repeat bit by bit.
 *
 * <p>A sum in double over tiles has 16 lanes, each starting at +0. Lane l takes the examples l, l + 16, … of each tile in
 * the order of the tiles; where not all examples live, first those of whole groups of 16 in all tiles, then the rest in
 * all tiles. The tree of {@link Kernels} then adds the lanes.
 */
public interface NormKernels {
    /** Bytes of the two sums' lanes of one feature. */
    long SUM_BYTES = 2 * 16 * 8;

    /**
     * {@code sums[f] = (Σ d, Σ d²)} with {@code d = x - centre[f]} in double over the tiles and their live examples, by add
     * and by fma.
     *
     * @param tiles the input tiles hold x
     * @param live examples of each tile that count
     * @param centres address of {@code float[features]}
     * @param lanes scratch of {@link TileKernels#LANE_BYTES}
     * @param sums address of {@code double[features][2]}
     */
    default void squareSums(Tiles tiles, int live, long centres, long lanes, long sums, int from, int to) {
        int whole = live / 16 * 16;
        for (int f = from; f < to; f++) {
            double centre = Address.getFloat(centres + 4L * f);
            clear(lanes);
            for (int tile = 0; tile < tiles.count(); tile++) {
                squares(tile(tiles.inputs(), tile, f, tiles.width()), 0, whole, centre, lanes);
            }
            for (int tile = 0; tile < tiles.count() && whole < live; tile++) {
                squares(tile(tiles.inputs(), tile, f, tiles.width()), whole, live, centre, lanes);
            }
            finish(lanes, sums + 16L * f);
        }
    }

    /**
     * {@code sums[f] = (Σ g, Σ g · (x - centre[f]))} in double over the tiles and all their examples, by add and by fma.
     *
     * @param tiles the input tiles hold x, the output tiles g
     * @param centres address of {@code float[features]}
     * @param lanes scratch of {@link TileKernels#LANE_BYTES}
     * @param sums address of {@code double[features][2]}
     */
    default void productSums(Tiles tiles, long centres, long lanes, long sums, int from, int to) {
        for (int f = from; f < to; f++) {
            double centre = Address.getFloat(centres + 4L * f);
            clear(lanes);
            for (int tile = 0; tile < tiles.count(); tile++) {
                long x = tile(tiles.inputs(), tile, f, tiles.width());
                long g = tile(tiles.outputs(), tile, f, tiles.width());
                for (int p = 0; p < tiles.width(); p++) {
                    double slope = Address.getFloat(g + 4L * p);
                    double d = Address.getFloat(x + 4L * p) - centre;
                    long lane = lanes + 8 * (p & 15);
                    Address.setDouble(lane, Address.getDouble(lane) + slope);
                    Address.setDouble(lane + 128, Math.fma(slope, d, Address.getDouble(lane + 128)));
                }
            }
            finish(lanes, sums + 16L * f);
        }
    }

    /**
     * {@code out = fma(in - centre[f], scale[f], shift[f])} for the features from … to - 1 of one tile.
     *
     * @param centres address of {@code float[features]}, as are scales and shifts
     */
    default void normalize(long in, long centres, long scales, long shifts, long out, int width, int from, int to) {
        for (int f = from; f < to; f++) {
            float centre = Address.getFloat(centres + 4L * f);
            float scale = Address.getFloat(scales + 4L * f);
            float shift = Address.getFloat(shifts + 4L * f);
            for (long p = 4L * f * width; p < 4L * (f + 1) * width; p += 4) {
                Address.setFloat(out + p, Math.fma(Address.getFloat(in + p) - centre, scale, shift));
            }
        }
    }

    /**
     * {@code out = start + fma(g, factor[f], fma(in - centre[f], slope[f], offset[f]))} for the features from … to - 1 of
     * one tile, +0 for dead examples.
     *
     * @param gradient the tile of g
     * @param factors address of {@code float[features]}, as are centres, slopes and offsets
     * @param live examples of the tile that live
     * @param add whether start is what {@code out} holds, by one addition, or nothing
     */
    default void normalizeGradient(
            long in,
            long gradient,
            long centres,
            long factors,
            long slopes,
            long offsets,
            long out,
            int width,
            int live,
            boolean add,
            int from,
            int to) {
        for (int f = from; f < to; f++) {
            float centre = Address.getFloat(centres + 4L * f);
            float factor = Address.getFloat(factors + 4L * f);
            float slope = Address.getFloat(slopes + 4L * f);
            float offset = Address.getFloat(offsets + 4L * f);
            for (int p = 0; p < width; p++) {
                long place = 4L * ((long) f * width + p);
                float inner = Math.fma(Address.getFloat(in + place) - centre, slope, offset);
                float sum = Math.fma(Address.getFloat(gradient + place), factor, inner);
                float all = add ? Address.getFloat(out + place) + sum : sum;
                Address.setFloat(out + place, p < live ? all : 0f);
            }
        }
    }

    /**
     * For each example of one tile the mean of its features and {@code 1 / sqrt(variance + epsilon)}: sums over ascending
     * features from +0, of x by add and of the squares of {@code x - mean} by fma, divided by their number.
     *
     * @param centred whether the mean is taken off; otherwise it is +0
     * @param statistics address of {@code float[2][width]}: means, then inverse deviations
     */
    default void positionStatistics(long in, int features, int width, boolean centred, float epsilon, long statistics) {
        for (long p = 0; p < 4L * width; p += 4) {
            float mean = 0f;
            for (int f = 0; centred && f < features; f++) {
                mean += Address.getFloat(in + 4L * f * width + p);
            }
            mean /= features;
            float squares = 0f;
            for (int f = 0; f < features; f++) {
                float d = Address.getFloat(in + 4L * f * width + p) - mean;
                squares = Math.fma(d, d, squares);
            }
            Address.setFloat(statistics + p, mean);
            Address.setFloat(statistics + 4L * width + p, 1f / (float) Math.sqrt(squares / features + epsilon));
        }
    }

    /**
     * {@code out = fma((in - mean) · inverse, scale[f], shift[f])} for all features of one tile.
     *
     * @param statistics address of {@code float[2][width]}: means, then inverse deviations
     * @param shifts address of {@code float[features]}, or 0 for +0
     */
    default void normalizePositions(
            long in, long statistics, long scales, long shifts, long out, int features, int width) {
        long stride = 4L * width;
        for (int f = 0; f < features; f++) {
            float scale = Address.getFloat(scales + 4L * f);
            float shift = shifts == 0 ? 0f : Address.getFloat(shifts + 4L * f);
            for (long p = 0; p < stride; p += 4) {
                float d = Address.getFloat(in + f * stride + p) - Address.getFloat(statistics + p);
                float unit = d * Address.getFloat(statistics + stride + p);
                Address.setFloat(out + f * stride + p, Math.fma(unit, scale, shift));
            }
        }
    }

    /**
     * The gradient of the input of {@link #normalizePositions} for one tile. With u = (in - mean) · inverse and
     * h = g · scale[f], the sums m of h (only when centred; else +0) by add and k of h · u by fma over ascending features
     * from +0, both divided by their number: {@code out = start + inverse · fma(-u, k, h - m)}.
     *
     * @param gradient the tile of g
     * @param statistics address of {@code float[2][width]}: means, then inverse deviations
     * @param add whether start is what {@code out} holds, by one addition, or nothing
     */
    default void normalizePositionsGradient(
            long in,
            long gradient,
            long statistics,
            long scales,
            long out,
            int features,
            int width,
            boolean centred,
            boolean add) {
        long stride = 4L * width;
        for (long p = 0; p < stride; p += 4) {
            float mean = Address.getFloat(statistics + p);
            float inverse = Address.getFloat(statistics + stride + p);
            float m = 0f;
            float k = 0f;
            for (int f = 0; f < features; f++) {
                float u = (Address.getFloat(in + f * stride + p) - mean) * inverse;
                float h = Address.getFloat(gradient + f * stride + p) * Address.getFloat(scales + 4L * f);
                m = centred ? m + h : m;
                k = Math.fma(h, u, k);
            }
            m /= features;
            k /= features;
            for (int f = 0; f < features; f++) {
                float u = (Address.getFloat(in + f * stride + p) - mean) * inverse;
                float h = Address.getFloat(gradient + f * stride + p) * Address.getFloat(scales + 4L * f);
                float slope = inverse * Math.fma(-u, k, h - m);
                long place = out + f * stride + p;
                Address.setFloat(place, add ? Address.getFloat(place) + slope : slope);
            }
        }
    }

    /**
     * {@code sums[f] = (Σ g, Σ g · u)} in double over the tiles and all their examples, by add and by fma, with
     * u = (x - mean) · inverse in float.
     *
     * @param tiles the input tiles hold x, the output tiles g
     * @param statistics address of {@code float[tiles][2][width]}: means, then inverse deviations
     * @param lanes scratch of {@link TileKernels#LANE_BYTES}
     * @param sums address of {@code double[features][2]}
     */
    default void unitSums(Tiles tiles, long statistics, long lanes, long sums, int from, int to) {
        long stride = 4L * tiles.width();
        for (int f = from; f < to; f++) {
            clear(lanes);
            for (int tile = 0; tile < tiles.count(); tile++) {
                long x = tile(tiles.inputs(), tile, f, tiles.width());
                long g = tile(tiles.outputs(), tile, f, tiles.width());
                long known = statistics + 2 * stride * tile;
                for (int p = 0; p < tiles.width(); p++) {
                    float d = Address.getFloat(x + 4L * p) - Address.getFloat(known + 4L * p);
                    double unit = d * Address.getFloat(known + stride + 4L * p);
                    double slope = Address.getFloat(g + 4L * p);
                    long lane = lanes + 8 * (p & 15);
                    Address.setDouble(lane, Address.getDouble(lane) + slope);
                    Address.setDouble(lane + 128, Math.fma(slope, unit, Address.getDouble(lane + 128)));
                }
            }
            finish(lanes, sums + 16L * f);
        }
    }

    /** Where a feature of a tile begins. */
    private static long tile(long addresses, int tile, int feature, int width) {
        return Address.getLong(addresses + 8L * tile) + 4L * feature * width;
    }

    private static void squares(long x, int from, int to, double centre, long lanes) {
        for (int p = from; p < to; p++) {
            double d = Address.getFloat(x + 4L * p) - centre;
            long lane = lanes + 8 * (p & 15);
            Address.setDouble(lane, Address.getDouble(lane) + d);
            Address.setDouble(lane + 128, Math.fma(d, d, Address.getDouble(lane + 128)));
        }
    }

    private static void clear(long lanes) {
        for (long lane = lanes; lane < lanes + SUM_BYTES; lane += 8) {
            Address.setDouble(lane, 0);
        }
    }

    private static void finish(long lanes, long sums) {
        Address.setDouble(sums, Address.treeOfDoubles(lanes));
        Address.setDouble(sums + 8, Address.treeOfDoubles(lanes + 128));
    }
}
