package org.espalier.osgi;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.PluginKind;
import org.espalier.core.catalog.BrokenClass;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.jspecify.annotations.Nullable;

/** Loads the classes of a bundle's plugins, to find what would otherwise only show when a recipe uses them. */
record ClassTrial(PluginCatalog catalog, Path jar) {
    List<BundleFault> faults(List<PluginDescriptor> plugins) {
        List<BundleFault> found = new ArrayList<>();
        for (PluginDescriptor plugin : plugins) {
            try {
                Class<?> type = catalog.load(plugin);
                // Asking for constructors makes the JVM look up the classes of their parameters.
                if (type.getDeclaredConstructors().length == 0 || !implementsKind(type, plugin.kind())) {
                    found.add(BundleFault.of(
                            jar,
                            "has a " + plugin.kind() + " '" + plugin.name() + "' that is none to this host: its class "
                                    + plugin.className() + " uses another copy of the API.",
                            "Give espalier-api the scope 'provided' and do not shade it."));
                }
            } catch (EspalierException e) {
                found.add(new BundleFault(jar, "has a broken plugin.", String.valueOf(e.getMessage()), Optional.of(e)));
            } catch (LinkageError e) {
                found.add(
                        new BundleFault(jar, "has a broken plugin.", BrokenClass.sentence(plugin, e), Optional.of(e)));
            }
        }
        return found;
    }

    private static boolean implementsKind(Class<?> type, String kind) {
        Deque<@Nullable Class<?>> open = new ArrayDeque<>(List.of(type));
        while (!open.isEmpty()) {
            Class<?> next = open.pop();
            PluginKind annotation = next.getAnnotation(PluginKind.class);
            if (annotation != null && annotation.value().equals(kind)) {
                return true;
            }
            open.addAll(Arrays.asList(next.getInterfaces()));
            if (next.getSuperclass() != null) {
                open.add(next.getSuperclass());
            }
        }
        return false;
    }
}
