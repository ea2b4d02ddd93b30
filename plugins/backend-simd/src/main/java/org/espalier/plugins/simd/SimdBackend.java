package org.espalier.plugins.simd;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Plugin;
import org.espalier.api.backend.Backend;
import org.espalier.api.backend.Kernels;

/** Kernels on the Vector API. The bundle needs the module jdk.incubator.vector, so where it loads it works. */
@Plugin(name = "simd", doc = "Kernels on the processor's vectors by the Vector API of the JDK; the fast default.")
public final class SimdBackend implements Backend {
    private final Kernels kernels;

    /** Fails when the processor, or this JVM, has no vectors of at least 128 bits. */
    @Inject
    public SimdBackend() {
        if (Memory.LANES < 4) {
            throw new EspalierException("The backend 'simd' needs vectors of at least 128 bits, and this JVM offers "
                    + Memory.FLOATS.vectorBitSize() + ". Use the backend 'scalar'.");
        }
        kernels = new SimdKernels();
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public String description() {
        return Memory.FLOATS.vectorBitSize() + "-bit vectors";
    }

    @Override
    public int preference() {
        return 100;
    }
}
