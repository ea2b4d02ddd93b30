package org.espalier.api.backend;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Kernels for a kind of hardware. A backend that can be loaded works: what it needs, its bundle requires. */
@ConsumerType
@PluginKind("backend")
public interface Backend {
    /** The kernels. They keep no state and may be called by several threads at once. */
    Kernels kernels();

    /** What was found, for reports: for example {@code 512-bit vectors}. */
    String description();

    /** Of several backends the one with the highest preference is the default; the scalar reference has 0. */
    int preference();
}
