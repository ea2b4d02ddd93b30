package org.espalier.core.catalog;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the engine offers to a plugin that is being made.
 *
 * @param dials makes the dials of options that follow a schedule
 * @param folder what relative paths are relative to: the recipe's folder
 * @param offered services by type, for example {@code org.espalier.api.border.DataFiles}, for constructors that ask for
 *     them
 */
public record PluginServices(DialSource dials, Path folder, Map<Class<?>, Object> offered) {
    public PluginServices {
        offered = Collections.unmodifiableMap(new LinkedHashMap<>(offered));
        offered.forEach((type, service) -> {
            if (!type.isInstance(service)) {
                throw new IllegalArgumentException(service + " is offered as a " + type.getName() + " but is none");
            }
        });
    }

    /** Nothing offered beside dials and the folder. */
    public static PluginServices of(DialSource dials, Path folder) {
        return new PluginServices(dials, folder, Map.of());
    }

    /** These services and one more. */
    public <T> PluginServices with(Class<T> type, T service) {
        Map<Class<?>, Object> more = new LinkedHashMap<>(offered);
        more.put(type, service);
        return new PluginServices(dials, folder, more);
    }
}
