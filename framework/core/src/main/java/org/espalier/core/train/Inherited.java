package org.espalier.core.train;

import java.util.Optional;
import java.util.function.Function;
import org.espalier.core.channel.ChannelMask;

/**
 * What earlier phases left for one.
 *
 * @param masks of channels, by name
 * @param teacher the network it learns from
 * @param optimizerSteps how many steps the optimizer made that it goes on with; 0: it begins anew
 */
public record Inherited(Function<String, ChannelMask> masks, Optional<FrozenNetwork> teacher, long optimizerSteps) {
    /** For a phase that asks for nothing. */
    public static Inherited nothing() {
        return new Inherited(
                name -> {
                    throw new IllegalStateException("there is no mask '" + name + "'");
                },
                Optional.empty(),
                0);
    }
}
