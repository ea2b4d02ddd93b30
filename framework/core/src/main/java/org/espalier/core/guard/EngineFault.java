package org.espalier.core.guard;

import org.espalier.api.EspalierException;

/** Something that went wrong in the engine, also while a plugin waited for it: it is told as it is, and not as the plugin's. */
public abstract class EngineFault extends EspalierException {
    private static final long serialVersionUID = 1L;

    protected EngineFault(String message) {
        super(message);
    }
}
