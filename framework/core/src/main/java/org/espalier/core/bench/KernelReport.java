package org.espalier.core.bench;

import java.util.List;
import org.espalier.core.provenance.Machine;

/**
 * What each kernel of a backend reaches.
 *
 * @param backend name of the kernels
 * @param description what the backend found, for example {@code 512-bit vectors}
 * @param threads that make each call at once, each on arguments of its own
 * @param seconds each call was made for
 * @param positions of a plane
 * @param peakGigaflops what all threads reach together with a dense product that stays in the first cache, in 10^9
 *     operations a second
 * @param copyGigabytes what all threads read and write together when they copy planes that stay in the second cache, in
 *     10^9 bytes a second
 * @param kernels calls of every kernel
 * @param layers the three products of layers, with links and with all weights
 */
public record KernelReport(
        String espalier,
        Machine machine,
        String backend,
        String description,
        int threads,
        double seconds,
        int positions,
        double peakGigaflops,
        double copyGigabytes,
        List<Kernel> kernels,
        List<Layer> layers) {
    public KernelReport {
        kernels = List.copyOf(kernels);
        layers = List.copyOf(layers);
    }

    /**
     * A call of a kernel.
     *
     * @param shape what tells it from other calls of the kernel
     * @param unit what the rate is counted in
     * @param rate of all threads together in the best round, in 10^9 a second
     * @param ofPeak share of the peak, or of what a copy reaches
     * @param micros a call takes
     * @param bytesAllocated of Java heap in a call
     */
    public record Kernel(
            String kernel,
            String shape,
            KernelCall.Unit unit,
            double rate,
            double ofPeak,
            double micros,
            double bytesAllocated) {}

    /**
     * The three products of a linear layer's training step.
     *
     * @param layer inputs and outputs
     * @param sparsity share of links the sparse products lack
     * @param gradientsMicros of both gradients of links at once, which is how a training step computes them
     */
    public record Layer(
            String layer,
            double sparsity,
            Product forward,
            Product inputGradient,
            Product weightGradient,
            double gradientsMicros) {
        /** Microseconds of the three products with links. */
        public double sparseMicros() {
            return forward.sparseMicros() + gradientsMicros;
        }

        /** Microseconds of the three products with all weights. */
        public double denseMicros() {
            return forward.denseMicros() + inputGradient.denseMicros() + weightGradient.denseMicros();
        }
    }

    /**
     * A product with links beside the fastest the backend has with all weights.
     *
     * @param denseKernel which one that is
     */
    public record Product(double sparseMicros, double denseMicros, String denseKernel) {}
}
