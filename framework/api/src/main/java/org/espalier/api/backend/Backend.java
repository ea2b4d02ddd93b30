package org.espalier.api.backend;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Kernels for a kind of hardware. One that needs something the machine may lack says so when its kernels are asked for, by
 * an {@link org.espalier.api.EspalierException}; one that has kernels for some operations only takes the others from
 * {@link OtherBackends}.
 */
@ConsumerType
@PluginKind("backend")
public interface Backend {
    /** The kernels. They keep no state and may be called by several threads at once. */
    Kernels kernels();

    /** What was found, for reports: for example {@code 512-bit vectors}. */
    String description();

    /**
     * Of several backends that work the one with the highest preference is the default; the scalar reference has 0. Asked
     * of every backend at hand, so nothing is loaded to answer it.
     */
    int preference();
}
