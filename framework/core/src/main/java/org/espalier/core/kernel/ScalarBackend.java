package org.espalier.core.kernel;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.backend.Backend;
import org.espalier.api.backend.Kernels;

/** The reference backend: it runs everywhere, and every other one has to equal its results. */
@Plugin(name = "scalar", doc = "Plain Java kernels that need no vector instructions; the reference for all others.")
public final class ScalarBackend implements Backend {
    private final Kernels kernels = new ScalarKernels();

    @Inject
    public ScalarBackend() {}

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public String description() {
        return "plain Java, no vectors";
    }

    @Override
    public int preference() {
        return 0;
    }
}
