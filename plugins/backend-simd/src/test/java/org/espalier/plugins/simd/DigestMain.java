package org.espalier.plugins.simd;

import org.espalier.testkit.EveryKernel;

/** Prints the digest of what every vector kernel computes, once; run in a JVM of its own without compilers. */
final class DigestMain {
    private DigestMain() {}

    public static void main(String[] args) {
        System.out.println(EveryKernel.digest(new SimdBackend().kernels(), 1));
    }
}
