package org.espalier.plugins.onnx;

import java.util.HashSet;
import java.util.Set;

/** Names of layers, made of the names of their tensors. */
final class LayerNames {
    private static final int LONGEST = 60;

    private final Set<String> given = new HashSet<>();

    /**
     * A name no other layer has.
     *
     * @param tensor for example {@code conv1.weight}
     * @param otherwise what to call it when the name of the tensor says nothing
     */
    String of(String tensor, String otherwise) {
        return of(tensor, otherwise, "");
    }

    /**
     * A name no other layer has.
     *
     * @param part of the layer that the tensor belongs to, which is no part of the name: {@code query} of {@code att.query.weight}
     */
    String of(String tensor, String otherwise, String part) {
        String base = tensor.replaceFirst("[/.](transposed|weight|scale|gamma|kernel|W)$", "")
                .replaceFirst("\\.weight$", "")
                .replaceFirst(part.isEmpty() ? "$" : "\\." + part + "$", "")
                .replaceAll("[^A-Za-z0-9_.-]+", "-")
                .replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
        if (base.isEmpty() || base.chars().allMatch(Character::isDigit)) {
            base = otherwise;
        }
        base = base.substring(0, Math.min(base.length(), LONGEST));
        String name = base;
        for (int i = 2; !given.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }
}
