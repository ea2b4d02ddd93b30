package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.espalier.plugins.onnx.Fusions.Fusion;
import org.espalier.plugins.onnx.Template.Match;

/** Recurrences between the turns that put time before the examples and back: {@code [N, steps, features]} comes in and goes out. */
final class RecurrenceFusions {
    private static final List<Long> TIME_FIRST = List.of(1L, 0L, 2L);

    private RecurrenceFusions() {}

    static List<Fusion> all() {
        List<Fusion> all = new ArrayList<>();
        for (String type : List.of("RNN", "GRU", "LSTM")) {
            for (String bias : List.of("", ", $b")) {
                all.add(new Fusion(
                        new Template(
                                "t = Transpose(x)",
                                "y = " + type + "(t, $w, $r" + bias + ")",
                                "one = Squeeze(y, $axes)",
                                "out = Transpose(one)"),
                        match -> recurrence(match, type)));
            }
        }
        return all;
    }

    private static Optional<NodeProto> recurrence(Match match, String type) {
        Operator cell = match.operator("y");
        Optional<String> word = word(cell, type);
        boolean usual = match.operator("t").wholes("perm").equals(TIME_FIRST)
                && match.operator("out").wholes("perm").equals(TIME_FIRST)
                && Arrays.equals(match.wholes("$axes"), new long[] {1})
                && cell.text("direction", "forward").equals("forward")
                && cell.whole("layout", 0) == 0
                && cell.whole("input_forget", 0) == 0
                && !cell.has("clip");
        List<String> inputs = new ArrayList<>(cell.inputs());
        inputs.set(0, match.value("x"));
        return word.filter(_ -> usual)
                .map(cellWord -> Fusions.node(
                        match,
                        Fusions.RECURRENCE,
                        inputs,
                        Attributes.text("cell", cellWord),
                        Attributes.whole("units", cell.whole("hidden_size", 0))));
    }

    /** The layer of a cell; empty when its functions are others. */
    private static Optional<String> word(Operator cell, String type) {
        List<String> functions = cell.words("activations");
        return switch (type) {
            case "RNN" ->
                switch (functions.isEmpty() ? "Tanh" : functions.getFirst()) {
                    case "Tanh" -> Optional.of("rnn");
                    case "Relu" -> Optional.of("rnn relu");
                    default -> Optional.empty();
                };
            case "GRU" ->
                Optional.of("gru").filter(_ -> functions.isEmpty() && cell.whole("linear_before_reset", 0) == 1);
            default -> Optional.of("lstm").filter(_ -> functions.isEmpty());
        };
    }
}
