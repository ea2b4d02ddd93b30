package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.espalier.plugins.onnx.Template.Match;

/**
 * What operators of a graph are together, as one operator of a domain of our own: what the exporter takes several operators for,
 * since ONNX has no single one.
 */
final class Fusions {
    /** No file may have operators of it. */
    static final String DOMAIN = "espalier";

    /** Operators of this domain with a layer of their own. */
    static final String SILU = "Silu";

    static final String RMS_NORM = "RmsNorm";
    static final String LARGEST = "Largest";
    static final String RECURRENCE = "Recurrence";
    static final String SELF_ATTENTION = "SelfAttention";
    static final String DISPATCH = "Dispatch";
    static final String MIXTURE = "Mixture";

    /** What becomes of a match; empty when its numbers are others than those meant. */
    record Fusion(Template template, Function<Match, Optional<NodeProto>> made) {}

    private final List<Fusion> all = new ArrayList<>();

    /** All that are known, what others build on before them. */
    Fusions() {
        addElements();
        all.add(largest(true));
        all.add(largest(false));
        all.addAll(AttentionFusions.all());
        all.addAll(RecurrenceFusions.all());
        all.addAll(ExpertFusions.all());
    }

    private void addElements() {
        String error = "e = Erf(d)";
        String argument = "d = Div(x, #1.4142135623730951)";
        all.add(new Fusion(
                new Template(argument, error, "s = Add(e, #1)", "h = Mul(x, #0.5)", "out = Mul(h, s)"),
                match -> Optional.of(gelu(match))));
        all.add(new Fusion(
                new Template(argument, error, "s = Add(e, #1)", "p = Mul(x, s)", "out = Mul(p, #0.5)"),
                match -> Optional.of(gelu(match))));
        all.add(new Fusion(
                new Template("s = Sigmoid(x)", "out = Mul(x, s)"),
                match -> Optional.of(node(match, SILU, List.of(match.value("x"))))));
        all.add(new Fusion(
                new Template(
                        "q = Mul(x, x)",
                        "m = ReduceMean(q)",
                        "e = Add(m, $epsilon)",
                        "r = Sqrt(e)",
                        "n = Div(x, r)",
                        "out = Mul(n, $scale)"),
                Fusions::rmsNorm));
    }

    /** What an operator and those before it are together. */
    Optional<Operator> ending(FileGraph graph, Operator last) {
        for (Fusion fusion : all) {
            Optional<NodeProto> made = fusion.template().match(graph, last).flatMap(fusion.made());
            if (made.isPresent()) {
                return Optional.of(new Operator(last.file(), made.get(), last.version()));
            }
        }
        return Optional.empty();
    }

    /** The type of an operator of our own. */
    static String own(String type) {
        return DOMAIN + "." + type;
    }

    /** An operator instead of those of a match. */
    static NodeProto node(Match match, String type, List<String> inputs, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setDomain(DOMAIN)
                .setOpType(type)
                .setName(match.operator("out").node().getName())
                .addAllInput(inputs)
                .addOutput(match.value("out"))
                .addAllAttribute(List.of(attributes))
                .build();
    }

    private static NodeProto gelu(Match match) {
        return node(match, "Gelu", List.of(match.value("x"))).toBuilder()
                .clearDomain()
                .build();
    }

    private static Optional<NodeProto> rmsNorm(Match match) {
        double epsilon = match.number("$epsilon");
        boolean last = match.operator("m").wholes("axes").equals(List.of(-1L));
        return last && epsilon > 0
                ? Optional.of(node(
                        match,
                        RMS_NORM,
                        List.of(match.value("x"), match.value("$scale")),
                        Attributes.number("epsilon", epsilon)))
                : Optional.empty();
    }

    /** The largest features where they were, and zeros elsewhere; with their softmax, or as they are. */
    private static Fusion largest(boolean softmax) {
        List<String> lines = new ArrayList<>(List.of("top, at = TopK(x, $k)"));
        if (softmax) {
            lines.add("soft = Softmax(top)");
        }
        lines.addAll(List.of(
                "shape = Shape(x)",
                "zero = ConstantOfShape(shape)",
                "out = ScatterElements(zero, at, " + (softmax ? "soft" : "top") + ")"));
        return new Fusion(new Template(lines.toArray(String[]::new)), match -> {
            long axis = match.operator("top").whole("axis", -1);
            boolean one = match.operator("out").whole("axis", 0) == axis
                    && (!softmax || match.operator("soft").whole("axis", -1) == axis);
            long[] kept = match.wholes("$k");
            return one && kept.length == 1
                    ? Optional.of(node(
                            match,
                            LARGEST,
                            List.of(match.value("x")),
                            Attributes.whole("axis", axis),
                            Attributes.whole("kept", kept[0]),
                            Attributes.whole("softmax", softmax ? 1 : 0)))
                    : Optional.empty();
        });
    }
}
