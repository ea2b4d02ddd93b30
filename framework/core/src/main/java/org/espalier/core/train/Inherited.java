package org.espalier.core.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.model.LinkMask;

/**
 * What earlier phases left for one.
 *
 * @param masks of channels, by name
 * @param links masks of links, by name
 * @param teacher the network it learns from
 * @param optimizerSteps how many steps the optimizer made that it goes on with; 0: it begins anew
 */
public record Inherited(
        Function<String, ChannelMask> masks,
        Function<String, LinkMask> links,
        Optional<FrozenNetwork> teacher,
        long optimizerSteps) {
    /** For a phase that asks for nothing. */
    public static Inherited nothing() {
        return new Inherited(Inherited::none, Inherited::none, Optional.empty(), 0);
    }

    private static <T> T none(String name) {
        throw new IllegalStateException("there is no mask '" + name + "'");
    }

    /** What a phase is to leave as it is. */
    LinkMask frozen(PhaseSpec phase) {
        List<LinkMask> masks = phase.step().frozen().stream().map(links).toList();
        return LinkMask.union(masks);
    }
}
