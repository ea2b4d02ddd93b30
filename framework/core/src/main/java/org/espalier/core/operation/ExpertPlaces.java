package org.espalier.core.operation;

import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Routing;

/** Where feature 0 of positions stands, before and after they are sent to experts. */
final class ExpertPlaces {
    private ExpertPlaces() {}

    /** Of a slot in a plane of what is sent; the next feature is {@link Routing#LANES} floats further. */
    static long of(Plane plane, int slot) {
        return plane.address() + slot / Routing.LANES * plane.tileBytes() + 4L * (slot % Routing.LANES);
    }

    /** Of a token; the next feature is {@link Plane#lanes} floats further. */
    static long ofToken(Plane plane, int token) {
        return plane.numbered(token / plane.lanes()) + 4L * (token % plane.lanes());
    }
}
