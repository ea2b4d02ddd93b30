package org.espalier.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.BrokenClass;
import org.espalier.core.catalog.DescriptorReader;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.catalog.PluginWiring;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * The plugins of all started bundles of a framework, and of the host's own class path. Works in any OSGi framework: it
 * follows bundles as they start and stop. When several bundles offer one kind and name, the host's own comes first, then
 * the bundle whose name is first in the alphabet, then the newer version; the others are told as faults.
 */
public final class OsgiCatalog implements PluginCatalog, AutoCloseable {
    /** What a message says of a plugin whose bundle is no longer there. */
    static final String GONE = " is gone: its bundle was stopped or removed. Add it again, or start a new run.";

    private final PluginCatalog host;
    private final Function<Bundle, Optional<Path>> files;
    private final Runnable runEnded;
    private final Map<Bundle, TrackedBundle> tracked = new ConcurrentHashMap<>();
    private final Map<Bundle, BundleFault> unreadable = new ConcurrentHashMap<>();
    private final Set<OsgiWiring> wirings = ConcurrentHashMap.newKeySet();
    private final BundleTracker<Bundle> tracker;

    /**
     * Starts following the bundles of a framework.
     *
     * @param context any bundle's context
     * @param host the plugins of the host's class path, usually a {@code ClassPathCatalog}
     */
    public OsgiCatalog(BundleContext context, PluginCatalog host) {
        this(context, host, bundle -> Optional.of(jar(bundle)).filter(Files::exists), () -> {});
    }

    /**
     * @param files what a bundle is read from
     * @param runEnded told whenever a run is over, so that what it alone still used can go
     */
    OsgiCatalog(BundleContext context, PluginCatalog host, Function<Bundle, Optional<Path>> files, Runnable runEnded) {
        this.host = host;
        this.files = files;
        this.runEnded = runEnded;
        this.tracker = new BundleTracker<>(context, Bundle.ACTIVE | Bundle.STARTING, new Follower());
        tracker.open();
    }

    @Override
    public List<PluginDescriptor> plugins() {
        return used().stream().map(Offer::plugin).toList();
    }

    @Override
    public Class<?> load(PluginDescriptor plugin) {
        if (host.plugins().contains(plugin)) {
            return host.load(plugin);
        }
        return tracked.values().stream()
                .filter(bundle -> bundle.plugins().contains(plugin))
                .findFirst()
                .orElseThrow(() -> new EspalierException(BrokenClass.called(plugin) + GONE))
                .load(plugin);
    }

    @Override
    public Optional<Path> file(PluginDescriptor plugin) {
        return tracked.values().stream()
                .filter(bundle -> bundle.plugins().contains(plugin))
                .findFirst()
                .map(TrackedBundle::file)
                .orElseGet(() -> host.file(plugin));
    }

    @Override
    public PluginWiring open(Consumer<String> gone) {
        OsgiWiring wiring = new OsgiWiring(used(), host, gone, this::closed);
        wirings.add(wiring);
        // What left between the two lines above nobody told it.
        wiring.origins().stream()
                .filter(bundle -> tracked.get(bundle.bundle()) != bundle)
                .forEach(wiring::leaves);
        return wiring;
    }

    private void closed(OsgiWiring wiring) {
        wirings.remove(wiring);
        runEnded.run();
    }

    /** Whether a run that is not over loaded a class from a bundle. */
    boolean inUse(Bundle bundle) {
        return wirings.stream().anyMatch(wiring -> wiring.uses(bundle));
    }

    /** Descriptors that cannot be read, and plugins that another bundle offers as well. */
    public List<BundleFault> faults() {
        List<BundleFault> faults = new ArrayList<>(unreadable.values());
        for (List<Offer> offers : offers().values()) {
            PluginDescriptor winner = offers.getFirst().plugin();
            offers.stream().skip(1).map(offer -> offer.behind(winner)).forEach(faults::add);
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
        return Optional.ofNullable(tracked.get(bundle))
                .map(TrackedBundle::plugins)
                .orElse(List.of());
    }

    /** The jar a bundle was installed from. */
    static Path jar(Bundle bundle) {
        String location = bundle.getLocation();
        try {
            return Path.of(URI.create(location.startsWith("reference:") ? location.substring(10) : location));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
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

    /** The plugins that are used, one of each kind and name. */
    private List<Offer> used() {
        return offers().values().stream()
                .map(List::getFirst)
                .sorted(Comparator.comparing(Offer::plugin, PluginDescriptor.ORDER))
                .toList();
    }

    private Map<String, List<Offer>> offers() {
        List<Offer> all = new ArrayList<>();
        host.plugins().forEach(plugin -> all.add(new Offer(plugin, Optional.empty())));
        tracked.values()
                .forEach(bundle -> bundle.plugins().forEach(plugin -> all.add(new Offer(plugin, Optional.of(bundle)))));
        all.sort(Offer.PRECEDENCE);
        Map<String, List<Offer>> byName = new TreeMap<>();
        all.forEach(offer ->
                byName.computeIfAbsent(offer.key(), key -> new ArrayList<>()).add(offer));
        return byName;
    }

    /** Reads descriptors as bundles come, and forgets them as they go. */
    private final class Follower implements BundleTrackerCustomizer<Bundle> {
        @Override
        public @Nullable Bundle addingBundle(Bundle bundle, @Nullable BundleEvent event) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            try {
                List<PluginDescriptor> plugins = read(bundle);
                if (plugins.isEmpty() || wiring == null) {
                    return null;
                }
                tracked.put(bundle, new TrackedBundle(bundle, plugins, wiring, files.apply(bundle)));
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
            unreadable.remove(bundle);
            Optional.ofNullable(tracked.remove(bundle))
                    .ifPresent(left -> wirings.forEach(wiring -> wiring.leaves(left)));
        }
    }
}
