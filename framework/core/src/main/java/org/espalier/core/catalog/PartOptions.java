package org.espalier.core.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.Value;

/** Says of which kind the plugins are that a recipe writes as values: the option they stand in tells. */
public record PartOptions(PluginCatalog catalog) {
    /** A use whose options are plugins of the kinds they take. */
    public PluginUse read(PluginUse use) {
        Optional<PluginDescriptor> plugin = catalog.find(use.kind(), use.name());
        if (plugin.isEmpty()) {
            return use;
        }
        Map<String, Argument> options = new LinkedHashMap<>(use.options());
        for (OptionDescriptor option : plugin.get().options()) {
            options.computeIfPresent(
                    option.name(), (name, given) -> new Argument(given.key(), read(option, given.value())));
        }
        return new PluginUse(use.kind(), use.name(), options, use.place());
    }

    /** A value as the option takes it. */
    public Value read(OptionDescriptor option, Value value) {
        return PartKind.of(option.type()).map(kind -> kind.read(value, this)).orElse(value);
    }
}
