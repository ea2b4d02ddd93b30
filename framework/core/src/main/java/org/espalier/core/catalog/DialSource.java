package org.espalier.core.catalog;

import org.espalier.api.Dial;
import org.espalier.core.plan.PluginUse;

/** Turns a schedule written for an option into a dial the engine turns before every step. */
@FunctionalInterface
public interface DialSource {
    /**
     * The dial of a schedule.
     *
     * @param schedule a use of a plugin of kind {@code schedule}
     */
    Dial dial(PluginUse schedule);
}
