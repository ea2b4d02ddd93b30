package org.espalier.cli;

import java.nio.file.Path;
import java.util.List;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.osgi.AddedBundle;
import org.espalier.osgi.BundleFault;
import org.espalier.osgi.FelixHost;
import org.espalier.osgi.PluginFolder;
import org.espalier.osgi.trust.TrustList;

/**
 * The plugins of the distribution's bundles and of those the person added, in a Felix inside this process.
 *
 * @param bundles the folder of the distribution's bundles
 */
record BundlePlugins(Path bundles) implements PluginSource {
    @Override
    public OpenPlugins open(AddedPlugins added) {
        FelixHost host = FelixHost.builder(BundlePlugins.class.getClassLoader())
                .own(bundles)
                .added(added.folder())
                .trust(added.trust().map(TrustList::read))
                .start();
        return new Hosted(host, new PluginFolder(added.folder()));
    }

    private record Hosted(FelixHost host, PluginFolder folder) implements OpenPlugins {
        @Override
        public PluginCatalog catalog() {
            return host.catalog();
        }

        @Override
        public List<String> faults() {
            return host.faults().stream().map(BundleFault::text).toList();
        }

        @Override
        public List<AddedBundle> added() {
            return host.added();
        }

        @Override
        public List<PluginDescriptor> add(Path jar) {
            return folder.add(jar, host);
        }

        @Override
        public void close() {
            host.close();
        }
    }
}
