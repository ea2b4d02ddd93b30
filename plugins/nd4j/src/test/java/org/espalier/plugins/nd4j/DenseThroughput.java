package org.espalier.plugins.nd4j;

import java.util.Arrays;
import org.espalier.core.kernel.ScalarBackend;
import org.espalier.plugins.simd.SimdBackend;

/**
 * Prints how fast one dense layer of a batch is multiplied: by the scalar and the SIMD kernels on one thread, and by
 * ND4J on as many as {@code OMP_NUM_THREADS} allows (set it to 1 for a fair comparison).
 */
final class DenseThroughput {
    private static final int ROUNDS = 30;

    private DenseThroughput() {}

    public static void main(String[] arguments) {
        ScalarBackend scalar = new ScalarBackend();
        SimdBackend simd = new SimdBackend();
        System.out.printf("OMP_NUM_THREADS=%s%n", System.getenv("OMP_NUM_THREADS"));
        System.out.println("rows x columns x batch      scalar        simd        nd4j   (Gflop/s, median)");
        for (int[] s : new int[][] {{256, 784, 128}, {1024, 784, 128}, {1024, 1024, 128}, {10, 1024, 128}}) {
            try (DenseProducts products = new DenseProducts(s[0], s[1], s[2])) {
                System.out.printf(
                        "%-22s %11.1f %11.1f %11.1f%n",
                        s[0] + " x " + s[1] + " x " + s[2],
                        speed(products, () -> products.multiplyByKernels(scalar.kernels())),
                        speed(products, () -> products.multiplyByKernels(simd.kernels())),
                        speed(products, products::multiplyByNd4j));
            }
        }
    }

    private static double speed(DenseProducts products, Runnable product) {
        double[] speeds = new double[ROUNDS];
        for (int i = 0; i < 2 * ROUNDS; i++) {
            long start = System.nanoTime();
            product.run();
            speeds[i % ROUNDS] = products.operations() / (System.nanoTime() - start);
        }
        Arrays.sort(speeds);
        return speeds[ROUNDS / 2];
    }
}
