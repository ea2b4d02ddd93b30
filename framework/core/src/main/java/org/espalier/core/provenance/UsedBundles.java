package org.espalier.core.provenance;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.espalier.api.EspalierException;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.catalog.PathOrigin;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.plan.PlannedPlugins;
import org.espalier.core.train.Engine;

/** The bundles that decide what a run computes: those of its plugins, the API and the engine. No other file is read. */
final class UsedBundles {
    private final PluginCatalog catalog;
    private final Map<Source, BundleIdentity> bundles = new HashMap<>();

    /** Whatever is in one file is read once. */
    private record Source(String name, String version, Optional<Path> file) {
        BundleIdentity identity() {
            return BundleIdentity.of(name, version, file);
        }
    }

    private UsedBundles(PluginCatalog catalog) {
        this.catalog = catalog;
    }

    /** By name. */
    static List<BundleIdentity> of(Experiment experiment, Engine engine, PluginCatalog catalog) {
        UsedBundles used = new UsedBundles(catalog);
        used.add(PathOrigin.of(EspalierException.class));
        used.add(PathOrigin.of(UsedBundles.class));
        PlannedPlugins.of(experiment.plan()).forEach(use -> used.add(use.kind(), use.name()));
        experiment.metrics().keySet().forEach(name -> used.add("metric", name));
        used.add("backend", engine.name());
        return List.copyOf(new TreeSet<>(used.bundles.values()));
    }

    private void add(PathOrigin origin) {
        add(new Source(origin.bundle(), origin.version(), origin.file()));
    }

    private void add(String kind, String name) {
        catalog.find(kind, name)
                .ifPresent(plugin -> add(new Source(plugin.bundle(), plugin.version(), catalog.file(plugin))));
    }

    private void add(Source source) {
        bundles.computeIfAbsent(source, Source::identity);
    }
}
