package org.espalier.osgi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.BrokenClass;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.catalog.PluginWiring;
import org.espalier.core.diagnostic.Place;
import org.osgi.framework.Bundle;

/** The plugins of one run and the bundles they come from, whatever is installed, updated or removed meanwhile. */
final class OsgiWiring implements PluginWiring {
    private final PluginCatalog host;
    private final List<PluginDescriptor> plugins;
    private final Map<PluginDescriptor, TrackedBundle> origins;
    private final Consumer<String> gone;
    private final Consumer<OsgiWiring> closed;
    private final Map<Bundle, List<String>> used = new HashMap<>();
    private final Set<Bundle> left = new HashSet<>();

    /**
     * @param offers what the catalog offers
     * @param host the plugins that come from no bundle
     * @param closed told when the run is over
     */
    OsgiWiring(List<Offer> offers, PluginCatalog host, Consumer<String> gone, Consumer<OsgiWiring> closed) {
        this.host = host;
        this.gone = gone;
        this.closed = closed;
        this.plugins = offers.stream().map(Offer::plugin).toList();
        this.origins = new HashMap<>();
        offers.forEach(offer -> offer.origin().ifPresent(origin -> origins.put(offer.plugin(), origin)));
    }

    @Override
    public List<PluginDescriptor> plugins() {
        return plugins;
    }

    @Override
    public Class<?> load(PluginDescriptor plugin) {
        return load(plugin, Place.NONE);
    }

    @Override
    public synchronized Class<?> load(PluginDescriptor plugin, Place place) {
        Optional<TrackedBundle> origin = Optional.ofNullable(origins.get(plugin));
        if (origin.isEmpty()) {
            return host.load(plugin);
        }
        Bundle bundle = origin.get().bundle();
        if (left.contains(bundle)) {
            throw new EspalierException(BrokenClass.called(plugin) + OsgiCatalog.GONE);
        }
        Class<?> type = origin.get().load(plugin);
        used.computeIfAbsent(bundle, b -> new ArrayList<>())
                .add(plugin.kind() + " '" + plugin.name() + "'" + (place.known() ? " (" + place + ")" : ""));
        return type;
    }

    @Override
    public Optional<Path> file(PluginDescriptor plugin) {
        TrackedBundle origin = origins.get(plugin);
        return origin == null ? host.file(plugin) : origin.file();
    }

    /** The bundles its plugins come from. */
    Collection<TrackedBundle> origins() {
        return Set.copyOf(origins.values());
    }

    /** Whether a class was loaded from a bundle. */
    synchronized boolean uses(Bundle bundle) {
        return used.containsKey(bundle);
    }

    /** A bundle goes away. */
    void leaves(TrackedBundle bundle) {
        Optional<String> sentence = note(bundle);
        sentence.ifPresent(gone);
    }

    private synchronized Optional<String> note(TrackedBundle bundle) {
        boolean first = left.add(bundle.bundle());
        return first && used.containsKey(bundle.bundle())
                ? Optional.of(
                        "The bundle " + bundle.title() + " was stopped, updated or removed while the run used its "
                                + String.join(", ", used.get(bundle.bundle()))
                                + ". Put it back and resume the run, or start a new run without it.")
                : Optional.empty();
    }

    @Override
    public void close() {
        closed.accept(this);
    }
}
