package org.espalier.core.graph;

import org.espalier.api.EspalierException;

/** An operation was given what it cannot take; the sentence names the layer. */
public final class ShapeMistake extends EspalierException {
    private static final long serialVersionUID = 1L;

    public ShapeMistake(String message) {
        super(message);
    }
}
