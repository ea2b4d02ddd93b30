package org.espalier.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Options every plugin of a kind has; the engine applies them, the plugin never sees them. */
public final class UniversalOptions {
    private static final OptionDescriptor OVER = new OptionDescriptor(
            "over",
            OptionType.SPAN,
            "The stretch the schedule covers; by default the whole window it stands in.",
            Optional.of("percent(100)"),
            "",
            List.of());
    private static final OptionDescriptor WARMUP = new OptionDescriptor(
            "warmup",
            OptionType.SPAN,
            "A linear ramp from 0 that multiplies the value.",
            Optional.of("steps(0)"),
            "",
            List.of());

    private UniversalOptions() {}

    /** The universal options of a kind, often none. */
    public static List<OptionDescriptor> of(String kind) {
        return kind.equals("schedule") ? List.of(OVER, WARMUP) : List.of();
    }

    /** A plugin's own options and, after them, the universal ones of its kind. */
    public static List<OptionDescriptor> and(PluginDescriptor plugin) {
        List<OptionDescriptor> all = new ArrayList<>(plugin.options());
        all.addAll(of(plugin.kind()));
        return all;
    }
}
