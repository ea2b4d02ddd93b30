package org.espalier.api.border;

import org.osgi.annotation.versioning.ProviderType;

/** Large libraries that a bundle uses but does not carry. Offered to the constructors of sources and exporters. */
@ProviderType
public interface Libraries {
    /**
     * A class loader that sees a library, opened on the first call: the host's own if the probe is on its class path,
     * else one over the jars of the library's folder. The same for the whole JVM, because a native library can belong
     * to one class loader only.
     *
     * @param name the library's folder, for example {@code nd4j}
     * @param probe the name of a class of the library
     * @throws org.espalier.api.EspalierException when the library is not installed; the message says where it belongs
     */
    ClassLoader open(String name, String probe);
}
