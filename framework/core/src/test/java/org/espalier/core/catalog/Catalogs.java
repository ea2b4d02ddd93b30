package org.espalier.core.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Catalogs of plugins that are only descriptors. */
final class Catalogs {
    private Catalogs() {}

    static PluginDescriptor plugin(String kind, String name, OptionDescriptor... options) {
        return new PluginDescriptor(kind, name, "sample.Plugin", "Sample.", List.of(options), "sample.jar", "1.0.0");
    }

    static OptionDescriptor option(String name, OptionType type, String byDefault, String range, String... choices) {
        return new OptionDescriptor(name, type, "Sample.", Optional.of(byDefault), range, List.of(choices));
    }

    static OptionDescriptor required(String name, OptionType type) {
        return new OptionDescriptor(name, type, "Sample.", Optional.empty(), "", List.of());
    }

    static PluginCatalog of(PluginDescriptor... plugins) {
        return new PluginCatalog() {
            @Override
            public List<PluginDescriptor> plugins() {
                return List.of(plugins);
            }

            @Override
            public Class<?> load(PluginDescriptor plugin) {
                throw new UnsupportedOperationException("these plugins have no classes");
            }

            @Override
            public Optional<Path> file(PluginDescriptor plugin) {
                return Optional.empty();
            }
        };
    }
}
