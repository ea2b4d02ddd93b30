package org.espalier.api.loop;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Changes a network between phases: values, running statistics, and which links it has. */
@ConsumerType
@PluginKind("apply")
public interface Transform {
    /**
     * Changes the network. It is called once, after a phase, by one thread; what it draws it draws from {@link
     * NetworkEditor#random}, so that the same network always becomes the same.
     */
    void apply(NetworkEditor network);
}
