package org.espalier.plugins.simd;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.graph.Activation;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.testkit.KernelData;

/**
 * Prints what each kernel reaches on one core: the best of many calls (others may share the machine), and the bytes a call
 * allocates once compiled. Arguments: {@code [simd|scalar] [seconds per kernel] [positions]}.
 */
final class ThroughputReport {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double[] SPARSITIES = {0.5, 0.8, 0.9, 0.95, 0.99};
    private static final int[][] SHAPES = {{1024, 1024}, {1024, 784}};

    private final Kernels kernels;
    private final double seconds;
    private final Panel panel;

    private ThroughputReport(Kernels kernels, double seconds, Panel panel) {
        this.kernels = kernels;
        this.seconds = seconds;
        this.panel = panel;
    }

    public static void main(String[] args) {
        Kernels kernels =
                args.length > 0 && args[0].equals("scalar") ? new ScalarKernels() : new SimdBackend().kernels();
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 1;
        Panel panel = Panel.of(args.length > 2 ? Integer.parseInt(args[2]) : 128);
        ThroughputReport report = new ThroughputReport(kernels, seconds, panel);
        System.out.println(kernels.getClass().getSimpleName() + ", " + new SimdBackend().description() + ", " + panel);
        for (int[] shape : SHAPES) {
            for (double sparsity : SPARSITIES) {
                report.sparse(shape[0], shape[1], sparsity);
            }
            report.dense(shape[0], shape[1]);
        }
        report.rest();
    }

    private void sparse(int rows, int columns, double sparsity) {
        try (KernelData data = new KernelData(1, 0)) {
            SparseMatrix matrix = data.matrix(rows, columns, 1 - sparsity);
            long in = data.plane(panel, columns);
            long out = data.plane(panel, rows);
            long mask = data.plane(panel, rows);
            long bias = data.floats(rows);
            long gradient = data.floats(matrix.links());
            double work = 2e-9 * matrix.links() * panel.capacity();
            String name = String.format(Locale.ROOT, "%dx%d %4.1f%% ", columns, rows, 100 * sparsity);
            line(
                    name + "forward relu",
                    work,
                    "GFLOP/s",
                    () -> kernels.sparseProduct(matrix, panel, in, out, bias, Activation.RELU, 0, false, 0, rows));
            line(
                    name + "forward masked",
                    work,
                    "GFLOP/s",
                    () -> kernels.sparseProduct(matrix, panel, in, out, 0, Activation.NONE, mask, false, 0, rows));
            line(
                    name + "forward added",
                    work,
                    "GFLOP/s",
                    () -> kernels.sparseProduct(matrix, panel, in, out, 0, Activation.NONE, 0, true, 0, rows));
            line(
                    name + "weight gradient",
                    work,
                    "GFLOP/s",
                    () -> kernels.sparseWeightGradient(matrix, panel, mask, in, gradient, 0, rows));
        }
    }

    private void dense(int rows, int columns) {
        try (KernelData data = new KernelData(1, 0)) {
            long weight = data.floats((long) rows * columns);
            long gradient = data.floats((long) rows * columns);
            long in = data.plane(panel, columns);
            long out = data.plane(panel, rows);
            long slope = data.plane(panel, rows);
            long back = data.plane(panel, columns);
            double work = 2e-9 * rows * columns * panel.capacity();
            String name = columns + "x" + rows + " dense ";
            line(
                    name + "product",
                    work,
                    "GFLOP/s",
                    () -> kernels.denseProduct(
                            weight, rows, columns, panel, in, out, 0, Activation.RELU, 0, false, 0, rows));
            line(
                    name + "transposed",
                    work,
                    "GFLOP/s",
                    () -> kernels.denseTransposedProduct(
                            weight, rows, columns, panel, slope, back, in, false, 0, columns));
            line(
                    name + "weight gradient",
                    work,
                    "GFLOP/s",
                    () -> kernels.denseWeightGradient(rows, columns, panel, slope, in, gradient, 0, rows));
        }
    }

    private void rest() {
        try (KernelData data = new KernelData(1, 0)) {
            int features = 1024;
            int classes = 10;
            int floats = panel.capacity() * features;
            long in = data.plane(panel, features);
            long out = data.plane(panel, features);
            long back = data.plane(panel, features);
            long sums = data.floats(features);
            long losses = data.floats(panel.capacity());
            long labels = data.ints(panel.capacity(), classes);
            int capacity = panel.capacity();
            line("row sums", 1e-9 * floats, "G/s", () -> kernels.rowSums(features, panel, in, sums, 0, features));
            for (Activation activation : Activation.values()) {
                line(activation + "", 1e-9 * floats, "G/s", () -> kernels.activate(activation, in, out, 0, floats));
                line(
                        activation + " gradient",
                        1e-9 * floats,
                        "G/s",
                        () -> kernels.activationGradient(activation, in, out, in, back, 0, floats));
            }
            line(
                    "cross-entropy of 10",
                    1e-9 * capacity * classes,
                    "G/s",
                    () -> kernels.crossEntropy(classes, panel, capacity, in, labels, 0.1f, losses, back, 0, capacity));
            line(
                    "squared error of 10",
                    1e-9 * capacity * classes,
                    "G/s",
                    () -> kernels.squaredError(classes, panel, capacity, in, out, losses, back, 0, capacity));
        }
    }

    private void line(String name, double work, String unit, Runnable call) {
        double best = Double.MAX_VALUE;
        long bytes = Long.MAX_VALUE;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            call.run();
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
            bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - before);
        } while (System.nanoTime() < end);
        System.out.printf(
                Locale.ROOT, "%-34s %7.1f %-8s %10.1f us %8d bytes%n", name, work / best, unit, best * 1e6, bytes);
    }
}
