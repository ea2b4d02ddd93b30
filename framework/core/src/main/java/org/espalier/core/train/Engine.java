package org.espalier.core.train;

import org.espalier.api.backend.Backend;
import org.espalier.api.backend.Kernels;
import org.espalier.core.parallel.WorkerPool;

/**
 * What runs arithmetic.
 *
 * @param name the backend's plugin name
 * @param pool threads the work is divided among
 */
public record Engine(String name, Backend backend, WorkerPool pool) {
    public Kernels kernels() {
        return backend.kernels();
    }
}
