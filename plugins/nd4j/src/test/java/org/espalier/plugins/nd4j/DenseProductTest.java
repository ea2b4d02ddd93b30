package org.espalier.plugins.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.backend.Kernels;
import org.espalier.core.kernel.ScalarBackend;
import org.espalier.plugins.simd.SimdBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseProductTest {
    /**
     * Both add the same rounded products of standard normal numbers in another order, so an element of n terms may differ
     * by a few n·2^-24 of the terms' size; 2^-20 per term leaves room for the largest of many elements.
     */
    private static final double ROUNDING_PER_TERM = 0x1.0p-20;

    @ParameterizedTest
    @CsvSource({"1, 1, 16", "7, 9, 16", "10, 1024, 128", "33, 65, 48", "256, 784, 128"})
    void kernelsAndNd4jAgreeUpToTheOrderOfAdditions(int rows, int columns, int width) {
        for (Kernels kernels : List.of(new ScalarBackend().kernels(), new SimdBackend().kernels())) {
            try (DenseProducts products = new DenseProducts(rows, columns, width)) {
                products.multiplyByKernels(kernels);
                products.multiplyByNd4j();
                assertThat(products.ours())
                        .usingComparatorWithPrecision((float) (ROUNDING_PER_TERM * columns))
                        .containsExactly(products.theirs());
            }
        }
    }
}
