package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.F2D;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getDouble;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getLong;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.setDouble;
import static org.espalier.plugins.simd.Memory.setFloat;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.espalier.api.backend.NormKernels;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;

/**
 * Sums in double over tiles, feature by feature, and normalisation by them. The lanes of a feature stay in registers while
 * a stretch of tiles passes, in between they lie in scratch.
 */
final class FeatureNorms {
    /** Bytes of a turn through the 16 lanes, as floats. */
    private static final int TURN = 64;
    /** Parts the 16 lanes are taken in: each two vectors of doubles. */
    private static final int PARTS = 16 / LANES;
    /** Bytes from the lanes of the first sum to those of the second. */
    private static final int SECOND = 128;
    /** Features whose lanes fit the scratch. */
    private static final int GROUP = (int) (TileKernels.LANE_BYTES / NormKernels.SUM_BYTES);
    /** Examples of a feature that pass before the next feature. */
    private static final int STRETCH = 1024;

    private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, FLOATS.vectorShape());
    /** Half as many floats as a vector has, so that they become a vector of doubles. */
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));

    private FeatureNorms() {}

    /** See {@link NormKernels#squareSums}. */
    static void squares(Tiles tiles, int live, long centres, long lanes, long sums, int from, int to) {
        int stretch = Math.max(1, STRETCH / tiles.width());
        int whole = live / 16 * TURN;
        for (int first = from; first < to; first += GROUP) {
            int last = Math.min(to, first + GROUP);
            clear(lanes, last - first);
            for (int tile = 0; tile < tiles.count() && whole > 0; tile += stretch) {
                int end = Math.min(tiles.count(), tile + stretch);
                for (int f = first; f < last; f++) {
                    long row = 4L * f * tiles.width();
                    float centre = getFloat(centres + 4L * f);
                    for (int part = 0; part < PARTS; part++) {
                        long place = lanes + NormKernels.SUM_BYTES * (f - first) + 2L * part * BYTES;
                        squares(tiles, tile, end, row + (long) part * BYTES, whole, centre, place);
                    }
                }
            }
            for (int f = first; f < last; f++) {
                long place = lanes + NormKernels.SUM_BYTES * (f - first);
                rest(tiles, 4L * f * tiles.width(), whole / 4, live, getFloat(centres + 4L * f), place);
            }
            finish(lanes, sums, first, last);
        }
    }

    private static void squares(Tiles tiles, int tile, int end, long row, int whole, double centre, long lanes) {
        DoubleVector c = DoubleVector.broadcast(DOUBLES, centre);
        DoubleVector sum0 = loadDoubles(lanes);
        DoubleVector sum1 = loadDoubles(lanes + BYTES);
        DoubleVector square0 = loadDoubles(lanes + SECOND);
        DoubleVector square1 = loadDoubles(lanes + SECOND + BYTES);
        for (int t = tile; t < end; t++) {
            long x = getLong(tiles.inputs() + 8L * t) + row;
            for (int p = 0; p < whole; p += TURN) {
                DoubleVector d0 = widened(bounded(x + p)).sub(c);
                DoubleVector d1 = widened(bounded(x + p + BYTES / 2)).sub(c);
                sum0 = sum0.add(d0);
                sum1 = sum1.add(d1);
                square0 = d0.fma(d0, square0);
                square1 = d1.fma(d1, square1);
            }
        }
        storeDoubles(sum0, lanes);
        storeDoubles(sum1, lanes + BYTES);
        storeDoubles(square0, lanes + SECOND);
        storeDoubles(square1, lanes + SECOND + BYTES);
    }

    /** The examples that do not fill the 16 lanes. */
    private static void rest(Tiles tiles, long row, int whole, int live, double centre, long lanes) {
        if (whole == live) {
            return;
        }
        for (int t = 0; t < tiles.count(); t++) {
            long x = getLong(tiles.inputs() + 8L * t) + row;
            for (int p = whole; p < live; p++) {
                double d = getFloat(x + 4L * p) - centre;
                long lane = lanes + 8 * (p - whole);
                setDouble(lane, getDouble(lane) + d);
                setDouble(lane + SECOND, Math.fma(d, d, getDouble(lane + SECOND)));
            }
        }
    }

    /** See {@link NormKernels#productSums}. */
    static void products(Tiles tiles, long centres, long lanes, long sums, int from, int to) {
        int stretch = Math.max(1, STRETCH / 2 / tiles.width());
        for (int first = from; first < to; first += GROUP) {
            int last = Math.min(to, first + GROUP);
            clear(lanes, last - first);
            for (int tile = 0; tile < tiles.count(); tile += stretch) {
                int end = Math.min(tiles.count(), tile + stretch);
                for (int f = first; f < last; f++) {
                    long row = 4L * f * tiles.width();
                    float centre = getFloat(centres + 4L * f);
                    for (int part = 0; part < PARTS; part++) {
                        long place = lanes + NormKernels.SUM_BYTES * (f - first) + 2L * part * BYTES;
                        products(tiles, tile, end, row + (long) part * BYTES, centre, place);
                    }
                }
            }
            finish(lanes, sums, first, last);
        }
    }

    private static void products(Tiles tiles, int tile, int end, long row, double centre, long lanes) {
        int stride = 4 * tiles.width();
        DoubleVector c = DoubleVector.broadcast(DOUBLES, centre);
        DoubleVector sum0 = loadDoubles(lanes);
        DoubleVector sum1 = loadDoubles(lanes + BYTES);
        DoubleVector product0 = loadDoubles(lanes + SECOND);
        DoubleVector product1 = loadDoubles(lanes + SECOND + BYTES);
        for (int t = tile; t < end; t++) {
            long x = getLong(tiles.inputs() + 8L * t) + row;
            long g = getLong(tiles.outputs() + 8L * t) + row;
            for (int p = 0; p < stride; p += TURN) {
                DoubleVector g0 = widened(bounded(g + p));
                DoubleVector g1 = widened(bounded(g + p + BYTES / 2));
                sum0 = sum0.add(g0);
                sum1 = sum1.add(g1);
                product0 = g0.fma(widened(bounded(x + p)).sub(c), product0);
                product1 = g1.fma(widened(bounded(x + p + BYTES / 2)).sub(c), product1);
            }
        }
        storeDoubles(sum0, lanes);
        storeDoubles(sum1, lanes + BYTES);
        storeDoubles(product0, lanes + SECOND);
        storeDoubles(product1, lanes + SECOND + BYTES);
    }

    /** See {@link NormKernels#unitSums}. */
    static void units(Tiles tiles, long statistics, long lanes, long sums, int from, int to) {
        int stretch = Math.max(1, STRETCH / 2 / tiles.width());
        for (int first = from; first < to; first += GROUP) {
            int last = Math.min(to, first + GROUP);
            clear(lanes, last - first);
            for (int tile = 0; tile < tiles.count(); tile += stretch) {
                int end = Math.min(tiles.count(), tile + stretch);
                for (int f = first; f < last; f++) {
                    long row = 4L * f * tiles.width();
                    for (int part = 0; part < PARTS; part++) {
                        long place = lanes + NormKernels.SUM_BYTES * (f - first) + 2L * part * BYTES;
                        units(tiles, tile, end, row, (long) part * BYTES, statistics, place);
                    }
                }
            }
            finish(lanes, sums, first, last);
        }
    }

    private static void units(Tiles tiles, int tile, int end, long row, long shift, long statistics, long lanes) {
        int stride = 4 * tiles.width();
        DoubleVector sum0 = loadDoubles(lanes);
        DoubleVector sum1 = loadDoubles(lanes + BYTES);
        DoubleVector product0 = loadDoubles(lanes + SECOND);
        DoubleVector product1 = loadDoubles(lanes + SECOND + BYTES);
        for (int t = tile; t < end; t++) {
            long x = getLong(tiles.inputs() + 8L * t) + row + shift;
            long g = getLong(tiles.outputs() + 8L * t) + row + shift;
            long known = statistics + 2L * stride * t + shift;
            for (int p = 0; p < stride; p += TURN) {
                FloatVector d = load(bounded(x + p)).sub(load(bounded(known + p)));
                FloatVector u = d.mul(load(bounded(known + stride + p)));
                DoubleVector g0 = widened(bounded(g + p));
                DoubleVector g1 = widened(bounded(g + p + BYTES / 2));
                sum0 = sum0.add(g0);
                sum1 = sum1.add(g1);
                product0 = g0.fma(u.convertShape(F2D, DOUBLES, 0), product0);
                product1 = g1.fma(u.convertShape(F2D, DOUBLES, 1), product1);
            }
        }
        storeDoubles(sum0, lanes);
        storeDoubles(sum1, lanes + BYTES);
        storeDoubles(product0, lanes + SECOND);
        storeDoubles(product1, lanes + SECOND + BYTES);
    }

    /** See {@link NormKernels#normalize}. */
    static void normalize(long in, long centres, long scales, long shifts, long out, int width, int from, int to) {
        long stride = 4L * width;
        for (int f = from; f < to; f++) {
            FloatVector centre = FloatVector.broadcast(FLOATS, getFloat(centres + 4L * f));
            FloatVector scale = FloatVector.broadcast(FLOATS, getFloat(scales + 4L * f));
            FloatVector shift = FloatVector.broadcast(FLOATS, getFloat(shifts + 4L * f));
            for (long p = f * stride; p < (f + 1) * stride; p += BYTES) {
                store(load(bounded(in + p)).sub(centre).fma(scale, shift), bounded(out + p));
            }
        }
    }

    /** See {@link NormKernels#normalizeGradient}. */
    static void gradient(
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
        long stride = 4L * width;
        for (int f = from; f < to; f++) {
            FloatVector centre = FloatVector.broadcast(FLOATS, getFloat(centres + 4L * f));
            FloatVector factor = FloatVector.broadcast(FLOATS, getFloat(factors + 4L * f));
            FloatVector slope = FloatVector.broadcast(FLOATS, getFloat(slopes + 4L * f));
            FloatVector offset = FloatVector.broadcast(FLOATS, getFloat(offsets + 4L * f));
            long end = (f + 1) * stride;
            for (long p = f * stride; p < end; p += BYTES) {
                FloatVector inner = load(bounded(in + p)).sub(centre).fma(slope, offset);
                FloatVector sum = load(bounded(gradient + p)).fma(factor, inner);
                store(add ? load(bounded(out + p)).add(sum) : sum, bounded(out + p));
            }
            for (long p = f * stride + 4L * live; p < end; p += 4) {
                setFloat(out + p, 0f);
            }
        }
    }

    private static DoubleVector widened(long address) {
        return (DoubleVector) FloatVector.fromMemorySegment(HALF, Memory.ALL, address, Memory.ORDER)
                .convertShape(F2D, DOUBLES, 0);
    }

    private static DoubleVector loadDoubles(long address) {
        return DoubleVector.fromMemorySegment(DOUBLES, Memory.ALL, address, Memory.ORDER);
    }

    private static void storeDoubles(DoubleVector value, long address) {
        value.intoMemorySegment(Memory.ALL, address, Memory.ORDER);
    }

    private static void clear(long lanes, int features) {
        for (long lane = lanes; lane < lanes + NormKernels.SUM_BYTES * features; lane += 8) {
            setDouble(lane, 0);
        }
    }

    private static void finish(long lanes, long sums, int first, int last) {
        for (int f = first; f < last; f++) {
            long place = lanes + NormKernels.SUM_BYTES * (f - first);
            setDouble(sums + 16L * f, tree(place));
            setDouble(sums + 16L * f + 8, tree(place + SECOND));
        }
    }

    /** The fixed tree over 16 lanes of doubles. */
    private static double tree(long lanes) {
        double even = quarter(lanes) + quarter(lanes + 16);
        double odd = quarter(lanes + 8) + quarter(lanes + 24);
        return even + odd;
    }

    private static double quarter(long lane) {
        return (getDouble(lane) + getDouble(lane + 64)) + (getDouble(lane + 32) + getDouble(lane + 96));
    }
}
