package org.espalier.plugins.onnx;

/**
 * A recurrent layer as ONNX has it.
 *
 * @param layer of the recipe
 * @param option of it, with a comma before it; empty: none
 * @param gates which of the layer's gates ONNX has first, second and so on
 * @param apart whether the biases of its two products are not simply added up
 */
record Cell(String layer, String option, int[] gates, boolean apart) {
    /** @param word what {@link RecurrenceFusions} calls it */
    static Cell of(String word) {
        return switch (word) {
            case "gru" -> new Cell("gru", "", new int[] {1, 0, 2}, true);
            case "lstm" -> new Cell("lstm", "", new int[] {0, 3, 1, 2}, false);
            case "rnn relu" -> new Cell("rnn", ", activation: 'relu'", new int[1], false);
            default -> new Cell("rnn", "", new int[1], false);
        };
    }

    /** Which of ONNX's gates the layer has first, second and so on. */
    int[] here() {
        int[] here = new int[gates.length];
        for (int i = 0; i < gates.length; i++) {
            here[gates[i]] = i;
        }
        return here;
    }
}
