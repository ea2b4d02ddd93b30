package org.espalier.cli;

import java.nio.file.Path;
import java.util.List;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.osgi.BundleFault;
import org.espalier.osgi.FelixHost;
import org.espalier.osgi.PluginFolder;

/**
 * The plugins of the distribution's bundles and of those the person added, in a Felix inside this process.
 *
 * @param bundles the folder of the distribution's bundles
 */
record BundlePlugins(Path bundles) implements PluginSource {
    @Override
    public OpenPlugins open(Path added) {
        FelixHost host = FelixHost.start(List.of(bundles, added), BundlePlugins.class.getClassLoader());
        return new Hosted(host, new PluginFolder(added));
    }

    private record Hosted(FelixHost host, PluginFolder added) implements OpenPlugins {
        @Override
        public PluginCatalog catalog() {
            return host.catalog();
        }

        @Override
        public List<String> faults() {
            return host.faults().stream().map(BundleFault::text).toList();
        }

        @Override
        public List<PluginDescriptor> add(Path jar) {
            return added.add(jar, host);
        }

        @Override
        public void close() {
            host.close();
        }
    }
}
