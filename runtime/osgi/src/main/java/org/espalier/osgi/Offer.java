package org.espalier.osgi;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.espalier.core.catalog.PluginDescriptor;
import org.osgi.framework.Version;

/**
 * A plugin and where it comes from.
 *
 * @param origin its bundle; none for the host's own
 */
record Offer(PluginDescriptor plugin, Optional<TrackedBundle> origin) {
    /** The first of several that offer one kind and name is the one that is used. */
    static final Comparator<Offer> PRECEDENCE = Comparator.comparing(
                    (Offer offer) -> offer.origin().isPresent())
            .thenComparing(offer -> offer.plugin().bundle())
            .thenComparing(Offer::version, Comparator.reverseOrder());

    String key() {
        return plugin.kind() + " '" + plugin.name() + "'";
    }

    private Version version() {
        return origin.map(o -> o.bundle().getVersion()).orElse(Version.emptyVersion);
    }

    /** What is wrong when another offer of the same kind and name comes before this one. */
    BundleFault behind(PluginDescriptor winner) {
        return BundleFault.of(
                origin.map(o -> OsgiCatalog.jar(o.bundle())).orElse(Path.of(winner.bundle())),
                "offers " + key() + ", but so does " + winner.bundle() + " " + winner.version()
                        + ", whose plugin is used.",
                "Remove one of the two bundles, or rename one of the two plugins.");
    }
}
