package org.espalier.api.backend;

import org.osgi.annotation.versioning.ProviderType;

/** The backends beside one that has kernels for some operations only. Offered to the constructors of backends. */
@ProviderType
public interface OtherBackends {
    /** The best that works of those that need no other backend; opened on the first call. */
    Backend best();
}
