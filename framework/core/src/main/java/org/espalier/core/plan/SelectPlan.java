package org.espalier.core.plan;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/**
 * A mask of channels or links that is made between phases and changes nothing by itself.
 *
 * @param use a plugin of kind {@code select}; the options every such plugin has are among its own
 * @param after how many phases come before it
 */
public record SelectPlan(PluginUse use, int after) implements SelectsGroups, BetweenPlan {
    /** The word in recipes, and the kind of its plugins. */
    public static final String KIND = "select";

    /** What weights can be cut into here. */
    public static final List<Groups> GROUPS =
            List.of(Groups.FILTER, Groups.NEURON, Groups.HEAD, Groups.CHANNEL, Groups.WEIGHT);

    /** What the mask is called. */
    public Value.Text mask() {
        return given("mask")
                .filter(Value.Text.class::isInstance)
                .map(Value.Text.class::cast)
                .orElse(new Value.Text("", place()));
    }

    /** Of scales each is a group. */
    @Override
    public Groups groups() {
        return scales().isEmpty() ? choice(GROUPS.toArray(Groups[]::new), "groups") : Groups.WEIGHT;
    }

    /** Whether the mask is one of links, and not of channels. */
    public boolean ofLinks() {
        return scales().isEmpty() && groups() == Groups.WEIGHT;
    }

    @Override
    public Place place() {
        return use.place();
    }

    @Override
    public String text() {
        String what = Stream.concat(weights().stream(), scales().stream())
                .map(LayerSelector::pattern)
                .collect(Collectors.joining(", "));
        return "select: '" + use.name() + "' makes the mask '" + mask().value() + "' of "
                + (ofLinks() ? "links" : "channels") + " of " + what;
    }
}
