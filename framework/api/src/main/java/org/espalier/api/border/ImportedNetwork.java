package org.espalier.api.border;

import java.util.List;

/**
 * A network in words of the recipe language.
 *
 * @param model the sentences of the block {@code model}, a line each, as people are to read them; the first is {@code input}
 * @param parameters all values, by the names that the layers of these sentences give them
 */
public record ImportedNetwork(List<String> model, List<TensorView> parameters) {
    public ImportedNetwork {
        model = List.copyOf(model);
        parameters = List.copyOf(parameters);
    }
}
