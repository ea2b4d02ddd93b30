package org.espalier.plugins.onnx;

import java.util.List;

/**
 * What an operator becomes.
 *
 * @param inputs values it reads; several for a block that joins branches
 * @param join the block, {@code residual}, {@code product}, {@code concat}, or the beginning of that of experts; empty for one input
 * @param sentences of the recipe, one after the other; of a block, those behind it
 * @param layout of what it gives
 * @param open whether the last sentence can say what activation follows
 */
record Piece(List<String> inputs, String join, List<String> sentences, Layout layout, boolean open) {
    Piece {
        inputs = List.copyOf(inputs);
        sentences = List.copyOf(sentences);
    }

    /** Of a product that adds nothing. */
    static final String NO_BIAS = ", bias: false";

    /** Sentences about one input. */
    static Piece of(String input, Layout layout, String... sentences) {
        return new Piece(List.of(input), "", List.of(sentences), layout, false);
    }

    /** One that can say what activation follows. */
    static Piece open(String input, Layout layout, String sentence) {
        return new Piece(List.of(input), "", List.of(sentence), layout, true);
    }

    /** Whether it is nothing but another name for its input. */
    boolean passes() {
        return sentences.isEmpty() && join.isEmpty();
    }

    /** The same product with a bias. */
    Piece biased() {
        return new Piece(inputs, join, List.of(sentences.getLast().replace(NO_BIAS, "")), layout, open);
    }

    /** The same, with an activation said. */
    Piece activated(String word) {
        String sentence = sentences.getLast() + ", activation: '" + word + "'";
        return new Piece(inputs, join, List.of(sentence), layout, false);
    }
}
