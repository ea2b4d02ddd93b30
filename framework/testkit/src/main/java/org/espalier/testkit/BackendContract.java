package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.backend.AttentionShape;
import org.espalier.api.backend.Backend;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Unary;
import org.espalier.core.kernel.KernelData;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every backend keeps: the bits of the scalar reference, for every kernel, on shapes that do not fit vectors, on parts
 * of a call's range and on numbers that are hardly numbers; and it allocates nothing.
 */
public abstract class BackendContract {
    /** Sizes around the lanes, tiles and blocks a kernel may be cut into. */
    private static final int[] SIZES = {0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 1000, 1025};
    /** One argument in eight is a zero, an infinity, not a number, subnormal or extreme. */
    private static final double SOME_SPECIALS = 0.125;
    /** How often the compilers get another chance to remove the last allocation. */
    private static final int ROUNDS = 400;

    private final Kernels reference = new ScalarKernels();

    /** The backend under test. */
    protected abstract Backend backend();

    /**
     * A shape of arguments.
     *
     * @param rows rows of the matrix, features of the output
     * @param columns columns of the matrix, features of the input
     * @param panel blocks and width
     * @param density share of links
     * @param specials probability of special numbers
     */
    public record Shape(int rows, int columns, Panel panel, double density, double specials) {}

    /** Every size as rows and as columns, every width, one to three blocks; large sizes against small ones. */
    static Stream<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        int turn = 0;
        for (int size : SIZES) {
            for (int width = 16; width <= 128; width += 16) {
                int other = size >= 1000 ? SIZES[turn % 6] : SIZES[turn % 11];
                Panel panel = new Panel(1 + turn % 3, width);
                double density = turn % 4 == 0 ? 1 : 0.3;
                shapes.add(new Shape(size, other, panel, density, 0));
                shapes.add(new Shape(other, size, panel, density, turn % 2 == 0 ? SOME_SPECIALS : 0));
                turn++;
            }
        }
        return shapes.stream();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sparseProductsEqualTheReference(Shape shape) {
        products(shape, 1);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sparseProductsOfRowsWithTheSameColumnsEqualTheReference(Shape shape) {
        products(shape, 6);
    }

    /** The products with a matrix whose rows have the same columns in bands of so many. */
    private void products(Shape shape, int height) {
        try (KernelData data = data(shape)) {
            Panel panel = shape.panel();
            SparseMatrix matrix = data.bands(shape.rows(), shape.columns(), shape.density(), height);
            long in = data.plane(panel, shape.columns());
            long bias = data.floats(shape.rows());
            long mask = data.plane(panel, shape.rows());
            for (Variant v : Variant.values()) {
                same(data, data.plane(panel, shape.rows()), panel.capacity() * shape.rows(), (kernels, out) -> {
                    for (int[] range : ranges(shape.rows())) {
                        kernels.sparseProduct(
                                matrix,
                                panel,
                                in,
                                out,
                                v.bias(bias),
                                v.activation,
                                v.mask(mask),
                                v.add,
                                range[0],
                                range[1]);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gradientsOfLinksEqualTheReference(Shape shape) {
        try (KernelData data = data(shape)) {
            int width = shape.panel().width();
            Panel tile = new Panel(1, width);
            SparseMatrix links = data.matrix(shape.rows(), shape.columns(), shape.density());
            long slopes = data.floats((long) width * shape.columns());
            long in = data.floats((long) width * shape.rows());
            long mask = data.floats((long) width * shape.rows());
            long numbers = data.permutation(links.links());
            int plane = width * shape.rows();
            int floats = plane + 17 * links.links();
            for (Variant v : Variant.values()) {
                same(data, data.floats(floats), floats, (kernels, out) -> {
                    long lanes = out + 4L * plane;
                    long gradient = lanes + 64L * links.links();
                    for (int[] range : ranges(shape.rows())) {
                        int first = rowStart(links, range[0]);
                        int count = rowStart(links, range[1]) - first;
                        long own = lanes + 64L * first;
                        kernels.sparseGradients(
                                links, tile, slopes, in, out, v.mask(mask), v.add, v.bias, own, range[0], range[1]);
                        kernels.laneSums(own, count, numbers + 4L * first, v.add, gradient);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void copiesInHalvesEqualTheReference(Shape shape) {
        try (KernelData data = data(shape)) {
            Panel panel = shape.panel();
            long plane = data.plane(panel, shape.rows());
            int words = (int) (panel.bf16Bytes(shape.rows()) / 4);
            long start = data.ints(words, 7);
            long wanted = data.copy(start, words);
            long got = data.copy(start, words);
            for (int[] range : ranges(shape.rows())) {
                reference.toBf16(shape.rows(), panel, plane, wanted, range[0], range[1]);
                backend().kernels().toBf16(shape.rows(), panel, plane, got, range[0], range[1]);
            }
            for (int i = 0; i < words; i++) {
                assertThat(NativeMemory.getInt(got + 4L * i)).isEqualTo(NativeMemory.getInt(wanted + 4L * i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void productsOfHalvesEqualTheReference(Shape shape) {
        try (KernelData data = data(shape)) {
            Panel panel = shape.panel();
            int rows = shape.rows();
            SparseMatrix matrix = data.matrix(rows, shape.columns(), shape.density());
            long bf16 = bf16(data, panel, shape.columns());
            long bias = data.floats(rows);
            long mask = data.plane(panel, rows);
            long slope = data.plane(panel, rows);
            for (Variant v : Variant.values()) {
                same(data, data.plane(panel, rows), panel.capacity() * rows, (kernels, out) -> {
                    for (int[] range : ranges(rows)) {
                        kernels.bf16Product(
                                matrix,
                                panel,
                                bf16,
                                out,
                                v.bias(bias),
                                v.activation,
                                v.mask(mask),
                                v.add,
                                range[0],
                                range[1]);
                    }
                });
            }
            same(data, data.floats(matrix.links()), matrix.links(), (kernels, out) -> {
                for (int[] range : ranges(rows)) {
                    kernels.bf16WeightGradient(matrix, panel, slope, bf16, out, range[0], range[1]);
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gradientsOfHalvesEqualTheReference(Shape shape) {
        try (KernelData data = data(shape)) {
            int width = shape.panel().width();
            Panel tile = new Panel(1, width);
            SparseMatrix links = data.matrix(shape.rows(), shape.columns(), shape.density());
            long slopes = bf16(data, tile, shape.columns());
            long in = data.floats((long) width * shape.rows());
            long mask = data.floats((long) width * shape.rows());
            int plane = width * shape.rows();
            int floats = plane + 16 * links.links();
            for (Variant v : Variant.values()) {
                same(data, data.floats(floats), floats, (kernels, out) -> {
                    for (int[] range : ranges(shape.rows())) {
                        long own = out + 4L * plane + 64L * rowStart(links, range[0]);
                        kernels.bf16Gradients(
                                links, tile, slopes, in, out, v.mask(mask), v.add, v.bias, own, range[0], range[1]);
                    }
                });
            }
        }
    }

    /** A copy of a drawn plane in bfloat16. */
    private long bf16(KernelData data, Panel panel, int features) {
        long bf16 = data.zeros(panel.bf16Bytes(features) / 4);
        reference.toBf16(features, panel, data.plane(panel, features), bf16, 0, features);
        return bf16;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void denseProductsEqualTheReference(Shape shape) {
        try (KernelData data = data(shape)) {
            Panel panel = shape.panel();
            int rows = shape.rows();
            int columns = shape.columns();
            long weight = data.floats((long) rows * columns);
            long in = data.plane(panel, columns);
            long bias = data.floats(rows);
            long mask = data.plane(panel, rows);
            for (Variant v : Variant.values()) {
                same(data, data.plane(panel, rows), panel.capacity() * rows, (kernels, out) -> {
                    for (int[] range : ranges(rows)) {
                        kernels.denseProduct(
                                weight,
                                rows,
                                columns,
                                panel,
                                in,
                                out,
                                v.bias(bias),
                                v.activation,
                                v.mask(mask),
                                v.add,
                                range[0],
                                range[1]);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void transposedProductsEqualTheReference(Shape shape) {
        try (KernelData data = data(shape)) {
            Panel panel = shape.panel();
            int rows = shape.rows();
            int columns = shape.columns();
            long weight = data.floats((long) rows * columns);
            long slope = data.plane(panel, rows);
            long mask = data.plane(panel, columns);
            for (Variant v : Variant.values()) {
                same(data, data.plane(panel, columns), panel.capacity() * columns, (kernels, out) -> {
                    for (int[] range : ranges(columns)) {
                        kernels.denseTransposedProduct(
                                weight, rows, columns, panel, slope, out, v.mask(mask), v.add, range[0], range[1]);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void weightGradientsEqualTheReference(Shape shape) {
        try (KernelData data = data(shape)) {
            Panel panel = shape.panel();
            int rows = shape.rows();
            int columns = shape.columns();
            SparseMatrix matrix = data.matrix(rows, columns, shape.density());
            long slope = data.plane(panel, rows);
            long in = data.plane(panel, columns);
            same(data, data.floats(matrix.links()), matrix.links(), (kernels, out) -> {
                for (int[] range : ranges(rows)) {
                    kernels.sparseWeightGradient(matrix, panel, slope, in, out, range[0], range[1]);
                }
            });
            same(data, data.floats((long) rows * columns), rows * columns, (kernels, out) -> {
                for (int[] range : ranges(rows)) {
                    kernels.denseWeightGradient(
                            rows, columns, panel, slope, in, out + 4L * range[0] * columns, range[0], range[1]);
                }
            });
            same(data, data.floats(rows), rows, (kernels, out) -> {
                for (int[] range : ranges(rows)) {
                    kernels.rowSums(rows, panel, slope, out, range[0], range[1]);
                }
            });
        }
    }

    /** Shapes of walks: the blocks of the panel are so many tiles, some of which read the same input. */
    @ParameterizedTest
    @MethodSource("shapes")
    void walksOverTilesEqualTheReference(Shape shape) {
        try (KernelData data = data(shape)) {
            int rows = shape.rows();
            int columns = shape.columns();
            Panel tile = new Panel(1, shape.panel().width());
            int count = 1 + 5 * shape.panel().blocks();
            SparseMatrix matrix = data.matrix(rows, columns, shape.density());
            Tiles tiles = data.tiles(count, tile.width(), columns, rows);
            long lanes = data.floats(TileKernels.LANE_BYTES / 4);
            long indices = data.ints(columns, Math.max(1, columns));
            same(data, data.floats(matrix.links()), matrix.links(), (kernels, out) -> {
                for (int[] range : ranges(rows)) {
                    kernels.sparseTileGradient(matrix, tiles, lanes, out, range[0], range[1]);
                }
            });
            same(data, data.floats((long) rows * columns), rows * columns, (kernels, out) -> {
                for (int[] range : ranges(rows)) {
                    long place = out + 4L * range[0] * columns;
                    kernels.denseTileGradient(columns, indices, tiles, lanes, place, range[0], range[1]);
                }
            });
            same(data, data.floats((long) rows * columns), rows * columns, (kernels, out) -> {
                for (int[] range : ranges(rows)) {
                    for (int[] part : ranges(columns)) {
                        kernels.packedTileGradient(
                                columns, indices, tiles, lanes, out, range[0], range[1], part[0], part[1]);
                    }
                }
            });
            same(data, data.floats(rows), rows, (kernels, out) -> {
                for (int[] range : ranges(rows)) {
                    kernels.tileSums(tiles, lanes, out, range[0], range[1]);
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gatheredProductsEqualTheReference(Shape shape) {
        try (KernelData data = data(shape)) {
            int rows = shape.rows();
            int columns = shape.columns();
            Panel tile = new Panel(1, shape.panel().width());
            long weight = data.floats((long) rows * columns);
            long indices = data.ints(columns, Math.max(1, columns));
            long in = data.plane(tile, columns);
            long bias = data.floats(rows);
            long mask = data.plane(tile, rows);
            for (Variant v : Variant.values()) {
                same(data, data.plane(tile, rows), tile.capacity() * rows, (kernels, out) -> {
                    for (int[] range : ranges(rows)) {
                        kernels.gatheredProduct(
                                weight,
                                columns,
                                indices,
                                tile.width(),
                                in,
                                out,
                                v.bias(bias),
                                v.activation,
                                v.mask(mask),
                                v.add,
                                range[0],
                                range[1]);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void poolsAndSumsEqualTheReference(Shape shape) {
        int floats = 16 * Math.max(1, shape.rows());
        int count = 1 + shape.columns() % 9;
        try (KernelData data = data(shape)) {
            long sources = data.addresses(count, floats);
            long winners = data.winners(count, floats);
            long numbers = data.ints(count, 3);
            long won = data.ints(floats, 1);
            same(data, data.floats(floats), floats, (kernels, out) -> {
                kernels.maximum(sources, numbers, count, out, won, floats);
            });
            same(data, data.floats(floats), floats, (kernels, out) -> {
                kernels.maximum(sources, numbers, count, data.floats(floats), out, floats);
            });
            for (boolean add : new boolean[] {false, true}) {
                same(data, data.floats(floats), floats, (kernels, out) -> {
                    kernels.sumWhereWon(sources, winners, numbers, count, out, add, floats);
                });
                same(data, data.floats(floats), floats, (kernels, out) -> {
                    kernels.scaledSum(sources, count, 0.3f, out, add, floats);
                });
            }
            long first = data.floats(floats);
            same(data, data.floats(floats), floats, (kernels, out) -> kernels.add(first, out, out, floats));
        }
    }

    /** Products that underflow from below are -0, and so is their sum: the first block is where it starts. */
    @Test
    void sumsOfNothingButNegativeZerosEqualTheReference() {
        try (KernelData data = new KernelData(1, 0)) {
            Panel panel = new Panel(2, 48);
            long slope = constant(data, panel, -1e-40f);
            long in = constant(data, panel, 1e-40f);
            SparseMatrix matrix = data.matrix(1, 1, 1);
            same(data, data.floats(1), 1, (kernels, out) -> {
                kernels.sparseWeightGradient(matrix, panel, slope, in, out, 0, 1);
            });
            same(data, data.floats(1), 1, (kernels, out) -> {
                kernels.denseWeightGradient(1, 1, panel, slope, in, out, 0, 1);
            });
        }
    }

    private static long constant(KernelData data, Panel panel, float value) {
        long plane = data.plane(panel, 1);
        for (int p = 0; p < panel.capacity(); p++) {
            NativeMemory.setFloat(plane + 4L * p, value);
        }
        return plane;
    }

    @ParameterizedTest
    @EnumSource
    void activationsAndTheirGradientsEqualTheReference(Activation activation) {
        int count = 16 * 1025;
        for (double specials : new double[] {0, SOME_SPECIALS}) {
            try (KernelData data = new KernelData(activation.ordinal(), specials)) {
                long in = data.floats(count);
                long out = data.floats(count);
                long slope = data.floats(count);
                same(data, out, count, (kernels, result) -> {
                    kernels.activate(activation, in, result, 0, 16);
                    kernels.activate(activation, in, result, 48, count - 32);
                });
                reference.activate(activation, in, out, 0, count);
                same(data, slope, count, (kernels, result) -> {
                    kernels.activationGradient(activation, in, out, slope, result, 16, 160);
                    kernels.activationGradient(activation, in, out, result, result, 160, count - 16);
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void functionsAndTheirGradientsEqualTheReference(Unary function) {
        int count = 16 * 1025;
        for (double specials : new double[] {0, SOME_SPECIALS}) {
            try (KernelData data = new KernelData(function.ordinal(), specials)) {
                long in = data.floats(count);
                long slope = data.floats(count);
                same(data, in, count, (kernels, out) -> kernels.unary(function, -0.4f, 0.9f, out, out, count));
                for (boolean add : new boolean[] {false, true}) {
                    same(data, slope, count, (kernels, out) -> {
                        kernels.unaryGradient(function, -0.4f, 0.9f, in, slope, add, out, count - 16);
                    });
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void numbersOfPositionsEqualTheReference(Shape shape) {
        int features = Math.max(1, shape.rows());
        int width = shape.panel().width();
        int floats = features * width;
        try (KernelData data = data(shape)) {
            long in = data.floats(floats);
            long other = data.floats(floats);
            same(data, data.floats(width), width, (kernels, out) -> kernels.largest(in, features, width, out));
            for (boolean add : new boolean[] {false, true}) {
                same(data, data.floats(floats), floats, (kernels, out) -> {
                    kernels.scalePositions(in, other, features, width, add, out);
                });
                same(data, data.floats(floats), floats, (kernels, out) -> {
                    kernels.largestGradient(in, other, features, width, add, out);
                });
                same(data, data.floats(width), width, (kernels, out) -> {
                    kernels.featureDots(in, other, features, width, add, out);
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void functionsOfTwoAndTheirGradientsEqualTheReference(Pairwise function) {
        int count = 16 * 1025;
        for (double specials : new double[] {0, SOME_SPECIALS}) {
            try (KernelData data = new KernelData(function.ordinal(), specials)) {
                long a = data.floats(count);
                long b = data.floats(count);
                NativeMemory.copy(a, b, 4L * 320);
                long slope = data.floats(count);
                same(data, a, count, (kernels, out) -> kernels.pairwise(function, out, b, out, count));
                for (boolean add : new boolean[] {false, true}) {
                    for (boolean second : new boolean[] {false, true}) {
                        same(data, slope, count, (kernels, out) -> {
                            kernels.pairwiseGradient(function, second, a, b, slope, add, out, count - 16);
                        });
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void lossesAndTheirGradientsEqualTheReference(Shape shape) {
        int features = Math.max(1, shape.rows());
        Panel panel = shape.panel();
        try (KernelData data = data(shape)) {
            long logits = data.plane(panel, features);
            long targets = data.plane(panel, features);
            long labels = data.labels(panel.capacity(), features);
            int floats = panel.capacity() * (features + 1);
            for (int live : new int[] {1, panel.capacity() - 3, panel.capacity()}) {
                for (boolean slopes : new boolean[] {true, false}) {
                    same(data, data.floats(floats), floats, (kernels, out) -> {
                        long gradient = slopes ? out + 4L * panel.capacity() : 0;
                        for (int[] range : positions(panel)) {
                            kernels.crossEntropy(
                                    features, panel, live, logits, labels, 0.1f, out, gradient, range[0], range[1]);
                        }
                    });
                    same(data, data.floats(floats), floats, (kernels, out) -> {
                        long gradient = slopes ? out + 4L * panel.capacity() : 0;
                        for (int[] range : positions(panel)) {
                            kernels.squaredError(
                                    features, panel, live, logits, targets, out, gradient, range[0], range[1]);
                        }
                    });
                    same(data, data.floats(floats), floats, (kernels, out) -> {
                        long gradient = slopes ? out + 4L * panel.capacity() : 0;
                        for (int[] range : positions(panel)) {
                            kernels.huber(
                                    features, panel, live, 0.7f, logits, targets, out, gradient, range[0], range[1]);
                        }
                    });
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void lossesOfProbabilitiesEqualTheReference(Shape shape) {
        int features = Math.max(1, shape.rows());
        Panel panel = shape.panel();
        try (KernelData data = data(shape)) {
            long logits = data.plane(panel, features);
            long targets = data.plane(panel, features);
            int floats = panel.capacity() * (features + 1);
            int live = panel.capacity() - 3;
            for (boolean slopes : new boolean[] {true, false}) {
                same(data, data.floats(floats), floats, (kernels, out) -> {
                    long gradient = slopes ? out + 4L * panel.capacity() : 0;
                    for (int[] range : positions(panel)) {
                        kernels.binaryCrossEntropy(
                                features, panel, live, logits, targets, out, gradient, range[0], range[1]);
                    }
                });
                same(data, data.floats(floats), floats, (kernels, out) -> {
                    long gradient = slopes ? out + 4L * panel.capacity() : 0;
                    for (int[] range : positions(panel)) {
                        kernels.klDivergence(features, panel, live, logits, targets, out, gradient, range[0], range[1]);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void elementsTokensAndPositionsEqualTheReference(Shape shape) {
        int rows = Math.max(1, shape.rows());
        int features = shape.columns();
        int width = shape.panel().width();
        try (KernelData data = data(shape)) {
            int floats = features * width;
            long a = data.floats(floats);
            long b = data.floats(floats);
            long table = data.floats((long) rows * features);
            long tokens = data.tokens(3 * width, rows);
            SparseMatrix links = data.matrix(rows, features, shape.density());
            same(data, a, floats, (kernels, out) -> kernels.multiply(out, b, out, floats));
            same(data, a, floats, (kernels, out) -> kernels.addRow(b, table, features, width, out));
            same(data, a, floats, (kernels, out) -> kernels.embed(table, features, tokens, width, out));
            same(data, a, floats, (kernels, out) -> kernels.embed(links, tokens, width, out));
            for (boolean add : new boolean[] {true, false}) {
                same(data, data.floats(2L * width), 2 * width, (kernels, out) -> {
                    kernels.turn(tokens, tokens + 4L * width, 0.6f, 0.8f, out, out + 4L * width, add, width);
                });
            }
            Tiles tiles = new Tiles(
                    3,
                    width,
                    data.places(tokens, 4L * width, 3),
                    data.places(data.floats(3L * floats), 4L * floats, 3));
            for (boolean add : new boolean[] {false, true}) {
                same(data, data.floats((long) rows * features), rows * features, (kernels, out) -> {
                    for (int[] range : ranges(features)) {
                        kernels.embeddingGradient(features, tiles, add, out, 0, rows, range[0], range[1]);
                    }
                });
                same(data, data.floats(links.links()), links.links(), (kernels, out) -> {
                    for (int[] range : ranges(rows)) {
                        kernels.embeddingGradient(links, tiles, add, out, range[0], range[1]);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, SOME_SPECIALS})
    void cellsEqualTheReference(double specials) {
        int count = 16 * 67;
        try (KernelData data = new KernelData(9, specials)) {
            long before = data.floats(count);
            long cell = data.floats(count);
            long slope = data.floats(count);
            long row = 4L * count;
            same(data, data.floats(4L * count), 4 * count, (kernels, out) -> {
                kernels.lstm(out, out + row, out + 2 * row, before, out + 3 * row, count);
            });
            same(
                    data,
                    data.floats(5L * count),
                    5 * count,
                    (kernels, out) -> kernels.lstmGradient(
                            out, out + row, out + 2 * row, out + 3 * row, before, cell, slope, out + 4 * row, count));
            same(data, data.floats(4L * count), 4 * count, (kernels, out) -> {
                kernels.gruCandidate(out, out + row, out + 2 * row, count);
                kernels.gru(out, out + 2 * row, before, out + 3 * row, count);
            });
            same(
                    data,
                    data.floats(5L * count),
                    5 * count,
                    (kernels, out) -> kernels.gruGradient(
                            out, out + row, out + 2 * row, out + 3 * row, before, slope, out + 4 * row, count));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // queries, keys, heads, size, width, causal, specials
        "1, 1, 1, 1, 16, true, false",
        "2, 3, 1, 2, 32, false, false",
        "3, 3, 2, 5, 16, true, true",
        "4, 7, 1, 8, 64, false, true",
        "5, 5, 3, 7, 48, true, false",
        "8, 8, 1, 16, 16, true, true",
        "11, 11, 2, 9, 128, true, false",
        "17, 6, 1, 3, 16, false, false",
        "22, 22, 1, 64, 64, true, true",
    })
    void attentionEqualsTheReference(
            int queries, int keys, int heads, int size, int width, boolean causal, boolean specials) {
        AttentionShape shape = new AttentionShape(queries, keys, heads, size, width, causal, 0.37f);
        try (KernelData data = new KernelData(queries + 31L * size, specials ? SOME_SPECIALS / 8 : 0)) {
            AttentionCall call = new AttentionCall(shape, data);
            same(data, call.drawn(), call.floats(), call::forward);
            for (boolean add : new boolean[] {false, true}) {
                same(data, call.drawn(), call.floats(), (kernels, out) -> call.backward(kernels, out, add));
            }
        }
    }

    @Test
    void allocatesNothingOnceCompiled() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Kernels kernels = backend().kernels();
        long allocated = Long.MAX_VALUE;
        try (KernelData data = new KernelData(1, 0)) {
            Runnable[] calls = {
                EveryKernel.on(kernels, data, new Panel(2, 112)), EveryKernel.on(kernels, data, new Panel(1, 128))
            };
            for (int round = 0; round < ROUNDS && allocated > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 100; i++) {
                    calls[0].run();
                    calls[1].run();
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
        }
        assertThat(allocated).as("bytes allocated by 200 calls of every kernel").isZero();
    }

    private static KernelData data(Shape shape) {
        return new KernelData(shape.hashCode(), shape.specials());
    }

    private static int rowStart(SparseMatrix matrix, int row) {
        return NativeMemory.getInt(matrix.rowStarts() + 4L * row);
    }

    /** Parts of a range, with gaps: what lies between them must stay as it was. */
    private static List<int[]> ranges(int count) {
        if (count < 4) {
            return List.of(new int[] {0, count}, new int[] {count, count});
        }
        return List.of(new int[] {0, 1}, new int[] {1, count / 2}, new int[] {count / 2 + 1, count});
    }

    private static List<int[]> positions(Panel panel) {
        int half = panel.capacity() / 32 * 16;
        return List.of(new int[] {0, half}, new int[] {half, panel.capacity()});
    }

    private interface Call {
        void on(Kernels kernels, long out);
    }

    private void same(KernelData data, long start, int count, Call call) {
        long wanted = data.copy(start, count);
        long got = data.copy(start, count);
        call.on(reference, wanted);
        call.on(backend().kernels(), got);
        assertThat(bits(got, count)).isEqualTo(bits(wanted, count));
    }

    /** All NaN are one: which of two operands' payloads survives is not defined in Java. */
    private static int[] bits(long address, int count) {
        float[] values = KernelData.read(address, count);
        int[] bits = new int[count];
        for (int i = 0; i < count; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }

    /** The ways to start and to end the sums of a product. */
    private enum Variant {
        PLAIN(false, Activation.NONE, false, false),
        BIAS_RELU(true, Activation.RELU, false, false),
        BIAS_MASK(true, Activation.NONE, true, false),
        RELU_MASK(false, Activation.RELU, true, false),
        ADD(false, Activation.NONE, false, true),
        ADD_RELU_MASK(false, Activation.RELU, true, true);

        private final boolean bias;
        private final Activation activation;
        private final boolean mask;
        private final boolean add;

        Variant(boolean bias, Activation activation, boolean mask, boolean add) {
            this.bias = bias;
            this.activation = activation;
            this.mask = mask;
            this.add = add;
        }

        long bias(long address) {
            return bias ? address : 0;
        }

        long mask(long address) {
            return mask ? address : 0;
        }
    }
}
