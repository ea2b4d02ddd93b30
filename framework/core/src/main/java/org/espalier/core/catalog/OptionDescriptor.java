package org.espalier.core.catalog;

import java.util.List;
import java.util.Optional;

/**
 * One option of a plugin.
 *
 * @param name as recipes write it
 * @param type what it takes
 * @param doc one sentence
 * @param byDefault as a recipe would write it; empty: must be given
 * @param range interval notation, or the empty string
 * @param choices what a {@link OptionType#CHOICE} may be, and the words of an option that takes a plugin
 */
public record OptionDescriptor(
        String name, OptionType type, String doc, Optional<String> byDefault, String range, List<String> choices) {
    public OptionDescriptor {
        choices = List.copyOf(choices);
    }
}
