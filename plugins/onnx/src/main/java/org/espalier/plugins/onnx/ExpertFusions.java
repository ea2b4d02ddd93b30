package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.plugins.onnx.Fusions.Fusion;
import org.espalier.plugins.onnx.Template.Match;

/**
 * The two ends of a mixture of experts: all positions go to every expert, and a gate of the largest mixes what they give. With
 * another gate the end has no layer of its own.
 */
final class ExpertFusions {
    private static final String COMBINE = "Combine";

    private ExpertFusions() {}

    static List<Fusion> all() {
        List<Fusion> all = new ArrayList<>();
        all.add(new Fusion(
                new Template("rows = Reshape(x, $sizes)", "out = Unsqueeze(rows, $axis)"),
                match -> dispatch(match, match.wholes("$sizes"))));
        all.add(new Fusion(new Template("out = Unsqueeze(x, $axis)"), match -> dispatch(match, new long[] {-1, 0})));
        for (boolean again : new boolean[] {true, false}) {
            all.add(mixture(true, again));
            all.add(mixture(false, again));
        }
        all.add(new Fusion(
                new Template(end("gates", "out")),
                match -> ends(match, "out")
                        ? Optional.of(Fusions.node(match, COMBINE, List.of(match.value("each"), match.value("gates"))))
                        : Optional.empty()));
        return all;
    }

    /** The sum of what experts give, each times its gate. */
    private static String[] end(String gates, String sum) {
        return new String[] {
            "turned = Transpose(" + gates + ")",
            "factors = Unsqueeze(turned, $axis)",
            "weighed = Mul(each, factors)",
            sum + " = ReduceSum(weighed, $sum)"
        };
    }

    private static boolean ends(Match match, String sum) {
        return match.operator("turned").wholes("perm").equals(List.of(1L, 0L))
                && Arrays.equals(match.wholes("$axis"), new long[] {2})
                && Arrays.equals(match.wholes("$sum"), new long[] {0})
                && match.operator(sum).whole("keepdims", 1) == 0;
    }

    private static Optional<NodeProto> dispatch(Match match, long... sizes) {
        boolean all = Arrays.equals(match.wholes("$axis"), new long[] {0}) && sizes.length == 2 && sizes[0] == -1;
        return all ? Optional.of(Fusions.node(match, Fusions.DISPATCH, List.of(match.value("x")))) : Optional.empty();
    }

    /**
     * The sum of what experts give.
     *
     * @param flat whether examples have one position
     * @param again whether the weights of the largest sum to 1
     */
    private static Fusion mixture(boolean flat, boolean again) {
        List<String> lines = new ArrayList<>();
        lines.add(flat ? "logits = Gemm(x, $gate)" : "logits = MatMul(x, $gate)");
        lines.addAll(
                again
                        ? List.of("kept = espalier.Largest(logits)")
                        : List.of("all = Softmax(logits)", "kept = espalier.Largest(all)"));
        lines.addAll(
                flat
                        ? List.of(end("kept", "out"))
                        : List.of(
                                "rows = Reshape(kept, $rows)",
                                "sum = espalier.Combine(each, rows)",
                                "out = Reshape(sum, $back)"));
        return new Fusion(new Template(lines.toArray(String[]::new)), match -> mixture(match, flat, again));
    }

    private static Optional<NodeProto> mixture(Match match, boolean flat, boolean again) {
        Operator kept = match.operator("kept");
        boolean usual = kept.whole("softmax", 0) == (again ? 1 : 0)
                && features(kept, flat)
                && (again || features(match.operator("all"), flat))
                && (flat
                        ? ends(match, "out") && match.operator("logits").whole("transB", 0) == 1
                        : rows(match.wholes("$rows")) && match.wholes("$back").length == 3);
        return usual
                ? Optional.of(Fusions.node(
                        match,
                        Fusions.MIXTURE,
                        Stream.of("each", "x", "$gate").map(match::value).toList(),
                        Attributes.whole("routes", kept.whole("kept", 0)),
                        Attributes.whole("again", again ? 1 : 0),
                        Attributes.whole("turned", flat ? 0 : 1)))
                : Optional.empty();
    }

    /** Whether an operator is over the last axis: of the examples' features, or of the features of each position. */
    private static boolean features(Operator operator, boolean flat) {
        long axis = operator.whole("axis", -1);
        return axis == -1 || axis == (flat ? 1 : 2);
    }

    private static boolean rows(long... sizes) {
        return sizes.length == 2 && sizes[0] == -1;
    }
}
