package org.espalier.core.plan;

import java.util.List;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/**
 * A change of the network between phases.
 *
 * @param change what is done; there is {@link #SHRINK}
 * @param layers which layers may lose channels; empty: all
 * @param below a filter, a column of a table, or a scale counts as zero when its norm is less than so much of the largest of
 *     its parameter
 * @param mask the channels that stay; empty: those that add something do
 * @param after how many phases come before it
 * @param place where the sentence stands
 */
public record ApplyPlan(
        String change, List<LayerSelector> layers, Value.Num below, Optional<Value.Text> mask, int after, Place place)
        implements BetweenPlan {
    /** Removes the channels that add nothing. */
    public static final String SHRINK = "shrink";

    public ApplyPlan {
        layers = List.copyOf(layers);
    }

    /** Whether a layer may be changed. */
    public boolean selects(String layer) {
        return layers.isEmpty() || layers.stream().anyMatch(selector -> selector.matches(layer));
    }

    @Override
    public Optional<String> reforms() {
        return Optional.of("channels are removed");
    }

    @Override
    public String text() {
        String idle = below.value() == 0 ? "" : ", counting norms below " + below.text() + " of the largest as zero";
        String where = layers.isEmpty()
                ? ""
                : " of "
                        + String.join(
                                ", ",
                                layers.stream().map(LayerSelector::pattern).toList());
        if (mask.isPresent()) {
            return change + ": channels outside the mask '" + mask.get().value() + "' are removed" + idle;
        }
        return change + ": channels" + where + " that add nothing are removed" + idle;
    }
}
