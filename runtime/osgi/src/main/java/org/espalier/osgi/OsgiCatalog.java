package org.espalier.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.BrokenClass;
import org.espalier.core.catalog.DescriptorReader;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * The plugins of all started bundles of a framework, and of the host's own class path. Works in any OSGi framework: it
 * follows bundles as they start and stop. When several bundles offer one kind and name, the host's own comes first, then
 * the bundle whose name is first in the alphabet, then the newer version; the others are told as faults.
 */
public final class OsgiCatalog implements PluginCatalog, AutoCloseable {
    private static final Comparator<Offer> PRECEDENCE = Comparator.comparing(
                    (Offer offer) -> offer.bundle().isPresent())
            .thenComparing(offer -> offer.plugin().bundle())
            .thenComparing(Offer::version, Comparator.reverseOrder());

    private final PluginCatalog host;
    private final Map<Bundle, List<PluginDescriptor>> tracked = new ConcurrentHashMap<>();
    private final Map<Bundle, BundleFault> unreadable = new ConcurrentHashMap<>();
    private final BundleTracker<Bundle> tracker;

    /** A plugin and the bundle it comes from; no bundle for the host's own. */
    private record Offer(PluginDescriptor plugin, Optional<Bundle> bundle) {
        org.osgi.framework.Version version() {
            return bundle.map(Bundle::getVersion).orElse(org.osgi.framework.Version.emptyVersion);
        }

        String key() {
            return plugin.kind() + " '" + plugin.name() + "'";
        }
    }

    /**
     * Starts following the bundles of a framework.
     *
     * @param context any bundle's context
     * @param host the plugins of the host's class path, usually a {@code ClassPathCatalog}
     */
    public OsgiCatalog(BundleContext context, PluginCatalog host) {
        this.host = host;
        this.tracker = new BundleTracker<>(context, Bundle.ACTIVE | Bundle.STARTING, new Follower());
        tracker.open();
    }

    @Override
    public List<PluginDescriptor> plugins() {
        return offers().values().stream()
                .map(offers -> offers.getFirst().plugin())
                .sorted(PluginDescriptor.ORDER)
                .toList();
    }

    @Override
    public Class<?> load(PluginDescriptor plugin) {
        if (host.plugins().contains(plugin)) {
            return host.load(plugin);
        }
        Bundle bundle = tracked.entrySet().stream()
                .filter(entry -> entry.getValue().contains(plugin))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new EspalierException(BrokenClass.called(plugin)
                        + " is gone: its bundle was stopped or removed. Add it again, or start a new run."));
        try {
            return bundle.loadClass(plugin.className());
        } catch (ClassNotFoundException | LinkageError | IllegalStateException e) {
            throw new EspalierException(BrokenClass.sentence(plugin, e), e);
        }
    }

    /** Descriptors that cannot be read, and plugins that another bundle offers as well. */
    public List<BundleFault> faults() {
        List<BundleFault> faults = new ArrayList<>(unreadable.values());
        for (Map.Entry<String, List<Offer>> entry : offers().entrySet()) {
            PluginDescriptor winner = entry.getValue().getFirst().plugin();
            for (Offer other : entry.getValue().subList(1, entry.getValue().size())) {
                faults.add(BundleFault.of(
                        other.bundle().map(OsgiCatalog::jar).orElse(Path.of(winner.bundle())),
                        "offers " + entry.getKey() + ", but so does " + winner.bundle() + " " + winner.version()
                                + ", whose plugin is used.",
                        "Remove one of the two bundles, or rename one of the two plugins."));
            }
        }
        faults.sort(Comparator.comparing(BundleFault::text));
        return faults;
    }

    @Override
    public void close() {
        tracker.close();
    }

    /** The plugins a started bundle offers; none when it is not started. */
    List<PluginDescriptor> pluginsOf(Bundle bundle) {
        return tracked.getOrDefault(bundle, List.of());
    }

    /** The jar a bundle was installed from. */
    static Path jar(Bundle bundle) {
        String location = bundle.getLocation();
        try {
            return Path.of(URI.create(location.startsWith("reference:") ? location.substring(10) : location));
        } catch (IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
            return Path.of(String.valueOf(bundle.getSymbolicName()));
        }
    }

    /** The plugins a bundle's descriptor names; none when it has no descriptor or a broken one. */
    static List<PluginDescriptor> descriptors(Bundle bundle) {
        try {
            return read(bundle);
        } catch (IOException | EspalierException e) {
            return List.of();
        }
    }

    private static List<PluginDescriptor> read(Bundle bundle) throws IOException {
        URL descriptor = bundle.getEntry(DescriptorReader.DESCRIPTOR);
        if (descriptor == null) {
            return List.of();
        }
        String name = bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
        try (InputStream in = descriptor.openStream()) {
            return new DescriptorReader(
                            String.valueOf(jar(bundle).getFileName()),
                            name,
                            bundle.getVersion().toString())
                    .read(in);
        }
    }

    private Map<String, List<Offer>> offers() {
        List<Offer> all = new ArrayList<>();
        host.plugins().forEach(plugin -> all.add(new Offer(plugin, Optional.empty())));
        tracked.forEach(
                (bundle, plugins) -> plugins.forEach(plugin -> all.add(new Offer(plugin, Optional.of(bundle)))));
        all.sort(PRECEDENCE);
        Map<String, List<Offer>> byName = new TreeMap<>();
        all.forEach(offer ->
                byName.computeIfAbsent(offer.key(), key -> new ArrayList<>()).add(offer));
        return byName;
    }

    /** Reads descriptors as bundles come, and forgets them as they go. */
    private final class Follower implements BundleTrackerCustomizer<Bundle> {
        @Override
        public @Nullable Bundle addingBundle(Bundle bundle, @Nullable BundleEvent event) {
            try {
                List<PluginDescriptor> plugins = read(bundle);
                if (plugins.isEmpty()) {
                    return null;
                }
                tracked.put(bundle, plugins);
            } catch (IOException | EspalierException e) {
                unreadable.put(
                        bundle,
                        new BundleFault(
                                jar(bundle),
                                "has a descriptor that cannot be used.",
                                String.valueOf(e.getMessage()),
                                Optional.of(e)));
            }
            return bundle;
        }

        @Override
        public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, Bundle same) {
            // A bundle's descriptor does not change while it is started.
        }

        @Override
        public void removedBundle(Bundle bundle, @Nullable BundleEvent event, Bundle same) {
            tracked.remove(bundle);
            unreadable.remove(bundle);
        }
    }
}
