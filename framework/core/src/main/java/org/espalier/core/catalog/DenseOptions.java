package org.espalier.core.catalog;

import java.util.List;
import java.util.Optional;

/** Options of the language's own layer {@code dense} that take a plugin. */
public final class DenseOptions {
    /** What follows the product. */
    public static final OptionDescriptor ACTIVATION =
            option("activation", OptionType.ACTIVATION, PartKind.ACTIVATION, "What follows.", "none");

    /** How the weight starts. */
    public static final OptionDescriptor INIT =
            option("init", OptionType.INIT, PartKind.INIT, "How the first values are drawn.", "he-normal");

    /** What is trained beside the weight. */
    public static final OptionDescriptor ADAPT =
            option("adapt", OptionType.ADAPT, PartKind.ADAPT, "What is trained beside the weight.", "none");

    /** All of them. */
    public static final List<OptionDescriptor> ALL = List.of(ACTIVATION, INIT, ADAPT);

    private DenseOptions() {}

    private static OptionDescriptor option(String name, OptionType type, PartKind kind, String doc, String byDefault) {
        return new OptionDescriptor(name, type, doc, Optional.of(byDefault), "", kind.words());
    }
}
