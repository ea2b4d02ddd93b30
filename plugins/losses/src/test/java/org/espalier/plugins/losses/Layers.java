package org.espalier.plugins.losses;

import java.util.Optional;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;

/** What the losses of the tests judge. */
final class Layers {
    private Layers() {}

    /** A product with a bias. */
    static Layer dense(int units) {
        return (graph, input) -> graph.linear(
                input,
                graph.weight("weight", units, input.features(), Initialisation.LECUN_NORMAL),
                Optional.of(graph.vector("bias", units, 0)));
    }
}
