package org.espalier.core.guard;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.espalier.api.Dial;
import org.espalier.api.PluginKind;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.PluginUse;

/** Guards around given plugins, each called 'broken' of org.example 1.2.0 and named in line 31 of a recipe. */
final class OneRun implements PluginCatalog {
    private static final PluginServices NOTHING = PluginServices.of(schedule -> Dial.fixed(0), Path.of(""));

    private final CallWatch watch;

    OneRun(CallWatch watch) {
        this.watch = watch;
    }

    <T> T guarded(Class<T> kind, T plugin) {
        return guarded(kind, services -> plugin, NOTHING);
    }

    /** A source that is given the files of a public data set. */
    DataSource reading(DataFiles files, Function<DataFiles, DataSource> source) {
        return guarded(
                DataSource.class,
                services -> source.apply((DataFiles) services.offered().get(DataFiles.class)),
                NOTHING.with(DataFiles.class, files));
    }

    private <T> T guarded(Class<T> kind, Function<PluginServices, T> plugin, PluginServices offered) {
        PluginFactory factory = new PluginFactory() {
            @Override
            public <S> S create(Class<S> wanted, PluginUse use, PluginServices services) {
                return wanted.cast(plugin.apply(services));
            }
        };
        PluginUse use = new PluginUse(word(kind), "broken", Map.of(), new Place("rigl.groovy", 31, 9, 8));
        return new GuardedFactory(factory, this, watch).create(kind, use, offered);
    }

    static String word(Class<?> kind) {
        return kind.getAnnotation(PluginKind.class).value();
    }

    @Override
    public List<PluginDescriptor> plugins() {
        return List.of(
                        "activation",
                        "adapt",
                        "apply",
                        "backend",
                        "distribute",
                        "export",
                        "gate",
                        "grow",
                        "import",
                        "init",
                        "layer",
                        "loss",
                        "metric",
                        "optimizer",
                        "pattern",
                        "prepare",
                        "prune",
                        "regularize",
                        "sample",
                        "rule",
                        "schedule",
                        "select",
                        "source",
                        "start",
                        "weights")
                .stream()
                .map(kind ->
                        new PluginDescriptor(kind, "broken", "Broken", "Broken.", List.of(), "org.example", "1.2.0"))
                .toList();
    }

    @Override
    public Class<?> load(PluginDescriptor plugin) {
        throw new UnsupportedOperationException("these plugins are given");
    }

    @Override
    public Optional<Path> file(PluginDescriptor plugin) {
        return Optional.empty();
    }
}
