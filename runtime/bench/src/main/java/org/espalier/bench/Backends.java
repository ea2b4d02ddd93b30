package org.espalier.bench;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.backend.Backend;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.plan.PluginUse;
import org.espalier.embed.GuicePluginFactory;

/** Backends on the class path, by name. */
final class Backends {
    private Backends() {}

    /**
     * The backend.
     *
     * @throws EspalierException when there is none of this name, or it cannot work here
     */
    static Backend named(String name) {
        PluginServices services = PluginServices.of(
                use -> {
                    throw new EspalierException("A backend has no dials.");
                },
                Path.of(""));
        return new GuicePluginFactory(new ClassPathCatalog(Backends.class.getClassLoader()))
                .create(Backend.class, PluginUse.of("backend", name, Map.of()), services);
    }
}
