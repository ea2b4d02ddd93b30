package org.espalier.it;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.espalier.api.Dial;
import org.espalier.api.number.Schedule;
import org.espalier.core.catalog.DescriptorReader;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.plan.PluginUse;
import org.espalier.embed.GuicePluginFactory;
import org.espalier.osgi.FelixHost;
import org.espalier.osgi.FelixHostBuilder;

/** Hosts as the command line makes them: on their class path are the API and the core, but no plugin bundle. */
public final class Hosts {
    private Hosts() {}

    public static FelixHost start(Path... folders) {
        return builder(folders).start();
    }

    /** The folders are those of bundles a person added. */
    static FelixHostBuilder builder(Path... folders) {
        FelixHostBuilder builder = FelixHost.builder(coreOnly());
        List.of(folders).forEach(builder::added);
        return builder;
    }

    /** The class path of the tests without the descriptors of the plugin modules, which an installed host has not. */
    static ClassLoader coreOnly() {
        return new ClassLoader(Hosts.class.getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                Enumeration<URL> all = super.getResources(name);
                return name.equals(DescriptorReader.DESCRIPTOR)
                        ? Collections.enumeration(Collections.list(all).stream()
                                .filter(url -> url.getPath().contains("core"))
                                .toList())
                        : all;
            }
        };
    }

    /** What a schedule of a host gives. */
    static double valueOf(FelixHost host, String schedule) {
        return new GuicePluginFactory(host.catalog())
                .create(
                        Schedule.class,
                        PluginUse.of("schedule", schedule, Map.of()),
                        PluginServices.of(use -> Dial.fixed(0), Path.of("")))
                .at(0);
    }
}
