package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.graph.Node;

/** Tables, norms of positions and attention: values with the features last. */
final class Sequences {
    private final GraphFile graph;
    private final Values values;
    private final Initialisers parameters;
    private final TokenNodes tokens;
    /** Of each number of positions. */
    private final Map<Integer, String> pastOnly = new HashMap<>();

    Sequences(GraphFile graph, Values values, Initialisers parameters, TokenNodes tokens) {
        this.graph = graph;
        this.values = values;
        this.parameters = parameters;
        this.tokens = tokens;
    }

    void embedding(NetworkStep step, String table) {
        Node in = step.inputs().getFirst();
        String ids = values.get(in, Form.FEATURES_LAST);
        if (!tokens.whole(in)) {
            ids = graph.add(
                    "Cast", step.label(), List.of(ids), Attributes.whole("to", TensorProto.DataType.INT64.getNumber()));
        }
        if (!Values.point(in)) {
            ids = values.reshape(ids, 0, Values.positions(in));
        }
        Matrix rows = parameters.matrix(table);
        String stored = parameters.sized(table, rows.rows(), rows.columns());
        values.put(step.output(), Form.FEATURES_LAST, graph.add("Gather", step.label(), List.of(stored, ids)));
    }

    void addPositions(NetworkStep step, String table) {
        Node in = step.inputs().getFirst();
        String stored = parameters.sized(table, Values.positions(in), in.features());
        put(step, graph.add("Add", step.label(), List.of(last(in), stored)));
    }

    private String last(Node node) {
        return values.get(node, Form.FEATURES_LAST);
    }

    private void put(NetworkStep step, String name) {
        values.put(step.output(), Form.FEATURES_LAST, name);
    }

    void layerNorm(NetworkStep step, NetworkOperation.LayerNorm norm) {
        String in = last(step.inputs().getFirst());
        String scale = parameters.vector(norm.scale(), 0);
        List<String> inputs = norm.shift()
                .map(shift -> List.of(in, scale, parameters.vector(shift, 0)))
                .orElse(List.of(in, scale));
        put(step, graph.add("LayerNormalization", step.label(), inputs, Attributes.number("epsilon", norm.epsilon())));
    }

    void rmsNorm(NetworkStep step, NetworkOperation.RmsNorm norm) {
        String what = step.label();
        String in = last(step.inputs().getFirst());
        String squares = graph.add("Mul", what, List.of(in, in));
        String mean = graph.add("ReduceMean", what, List.of(squares), Attributes.wholes("axes", -1));
        String shifted = graph.add("Add", what, List.of(mean, graph.number(norm.epsilon())));
        String normal = graph.add("Div", what, List.of(in, graph.add("Sqrt", what, List.of(shifted))));
        put(step, graph.add("Mul", what, List.of(normal, parameters.vector(norm.scale(), 0))));
    }

    void rotary(NetworkStep step, NetworkOperation.Rotary rotary) {
        String what = step.label();
        Node in = step.inputs().getFirst();
        int positions = Values.positions(in);
        int half = in.features() / rotary.heads() / 2;
        String cosines = angles(what + "/cosines", positions, half, rotary.base(), false);
        String sines = angles(what + "/sines", positions, half, rotary.base(), true);
        String heads = values.reshape(last(in), 0, positions, rotary.heads(), 2L * half);
        List<String> halves = graph.add("Split", what, 2, List.of(heads), Attributes.whole("axis", -1));
        String first = halves.getFirst();
        String second = halves.getLast();
        String turned = graph.add(
                "Concat",
                what,
                List.of(
                        graph.add("Sub", what, List.of(times(what, first, cosines), times(what, second, sines))),
                        graph.add("Add", what, List.of(times(what, second, cosines), times(what, first, sines)))),
                Attributes.whole("axis", -1));
        put(step, values.reshape(turned, 0, positions, in.features()));
    }

    private String times(String what, String a, String b) {
        return graph.add("Mul", what, List.of(a, b));
    }

    /** For each position, the same for all heads, a number for each pair. */
    private String angles(String name, int positions, int half, double base, boolean sine) {
        float[] numbers = new float[positions * half];
        for (int p = 0; p < positions; p++) {
            for (int i = 0; i < half; i++) {
                double angle = p * StrictMath.pow(base, -(double) i / half);
                numbers[p * half + i] = (float) (sine ? StrictMath.sin(angle) : StrictMath.cos(angle));
            }
        }
        return graph.tensor(name, numbers, positions, 1, half);
    }

    /** Heads that share keys stand beside each other: {@code [N, keyHeads, sharing, positions, size]}. */
    void attention(NetworkStep step, NetworkOperation.Attention attention) {
        String what = step.label();
        Node queries = step.inputs().getFirst();
        int size = queries.features() / attention.heads();
        int keyHeads = attention.keyHeads();
        int sharing = attention.heads() / keyHeads;
        String q = heads(what, queries, keyHeads, sharing, size, 0, 2, 3, 1, 4);
        String k = heads(what, step.inputs().get(1), keyHeads, 1, size, 0, 2, 3, 4, 1);
        String v = heads(what, step.inputs().get(2), keyHeads, 1, size, 0, 2, 3, 1, 4);
        String scores = graph.add("MatMul", what, List.of(q, k));
        scores = graph.add("Div", what, List.of(scores, graph.number(StrictMath.sqrt(size))));
        if (attention.causal()) {
            scores = graph.add("Add", what, List.of(scores, pastOnly(Values.positions(queries))));
        }
        String shares = graph.add("Softmax", what, List.of(scores), Attributes.whole("axis", -1));
        String mixed = graph.add("MatMul", what, List.of(shares, v));
        String turned = graph.add("Transpose", what, List.of(mixed), Attributes.wholes("perm", 0, 3, 1, 2, 4));
        put(step, values.reshape(turned, 0, Values.positions(queries), queries.features()));
    }

    private String heads(String what, Node node, int keyHeads, int sharing, int size, long... order) {
        String apart = values.reshape(last(node), 0, Values.positions(node), keyHeads, sharing, size);
        return graph.add("Transpose", what, List.of(apart), Attributes.wholes("perm", order));
    }

    /** 0 for each position and those before it, minus infinity behind. */
    private String pastOnly(int positions) {
        return pastOnly.computeIfAbsent(positions, _ -> {
            TensorProto never = Tensors.floats("never", new float[] {Float.NEGATIVE_INFINITY}, 1);
            String square = graph.longs(positions, positions);
            String all = graph.add("ConstantOfShape", "past-only", List.of(square), Attributes.tensor("value", never));
            return graph.add("Trilu", "past-only", List.of(all, graph.whole(1)), Attributes.whole("upper", 1));
        });
    }
}
