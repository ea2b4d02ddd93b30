package org.espalier.core.catalog;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.core.plan.PluginUse;

/**
 * What the engine offers to a plugin that is being made.
 *
 * @param dials makes the dials of options that follow a schedule
 * @param parts makes the plugins of options that take one
 * @param folder what relative paths are relative to: the recipe's folder
 * @param offered services by type, for example {@code org.espalier.api.border.DataFiles}, for constructors that ask for
 *     them
 */
public record PluginServices(DialSource dials, PartSource parts, Path folder, Map<Class<?>, Object> offered) {
    public PluginServices {
        offered = Collections.unmodifiableMap(new LinkedHashMap<>(offered));
        offered.forEach((type, service) -> {
            if (!type.isInstance(service)) {
                throw new IllegalArgumentException(service + " is offered as a " + type.getName() + " but is none");
            }
        });
    }

    /** Nothing offered beside dials and the folder; whoever makes a plugin says who makes its parts. */
    public static PluginServices of(DialSource dials, Path folder) {
        return new PluginServices(dials, new NoParts(), folder, Map.of());
    }

    /** These services and one more. */
    public <T> PluginServices with(Class<T> type, T service) {
        Map<Class<?>, Object> more = new LinkedHashMap<>(offered);
        more.put(type, service);
        return new PluginServices(dials, parts, folder, more);
    }

    /** These services with others to make parts. */
    public PluginServices with(PartSource source) {
        return new PluginServices(dials, source, folder, offered);
    }

    /** These services with other dials. */
    public PluginServices with(DialSource source) {
        return new PluginServices(source, parts, folder, offered);
    }

    private record NoParts() implements PartSource {
        @Override
        public <T> T part(Class<T> kind, PluginUse use) {
            throw new EspalierException(
                    "The " + use.kind() + " '" + use.name() + "' stands in an option, and nobody here makes such.");
        }
    }
}
