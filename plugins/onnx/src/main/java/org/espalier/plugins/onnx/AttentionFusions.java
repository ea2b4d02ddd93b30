package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.plugins.onnx.Fusions.Fusion;
import org.espalier.plugins.onnx.Template.Match;

/** Rotary positions, attention, and attention with its four products. */
final class AttentionFusions {
    private static final String ATTENTION = "Attention";
    private static final String ROTARY = "Rotary";

    /** The positions that cosines and sines are of are floats. */
    private static final double SAME = 1e-5;

    /** Tables of one pair in a head do not depend on it. */
    private static final double USUAL_BASE = 10000;

    /** Numbers of an example. */
    private static final long MOST = 1 << 24;

    private AttentionFusions() {}

    static List<Fusion> all() {
        List<Fusion> all = new ArrayList<>();
        all.add(new Fusion(
                new Template(
                        "h = Reshape(x, $sizes)",
                        "a, b = Split(h)",
                        "ac = Mul(a, $cos)",
                        "bs = Mul(b, $sin)",
                        "e = Sub(ac, bs)",
                        "bc = Mul(b, $cos)",
                        "as = Mul(a, $sin)",
                        "g = Add(bc, as)",
                        "j = Concat(e, g)",
                        "out = Reshape(j, $flat)"),
                AttentionFusions::rotary));
        all.add(attention(false));
        all.add(attention(true));
        for (boolean bias : new boolean[] {true, false}) {
            all.add(whole(bias, true));
            all.add(whole(bias, false));
        }
        return all;
    }

    private static Optional<NodeProto> rotary(Match match) {
        long[] sizes = match.wholes("$sizes");
        if (sizes.length != 4
                || !small(sizes[1], sizes[2], sizes[3])
                || sizes[3] % 2 != 0
                || !match.operator("a").given().equals(List.of(match.value("h")))) {
            return Optional.empty();
        }
        int positions = (int) sizes[1];
        int half = (int) sizes[3] / 2;
        List<Integer> wanted = List.of(positions, 1, half);
        Stored cosines = match.stored("$cos");
        Stored sines = match.stored("$sin");
        boolean lastAxis = match.operator("a").whole("axis", 0) == -1
                && match.operator("j").whole("axis", 0) == -1;
        if (!lastAxis
                || !cosines.sizes().equals(wanted)
                || !sines.sizes().equals(wanted)
                || !whole(cosines)
                || !whole(sines)) {
            return Optional.empty();
        }
        float[] cosine = cosines.matrix().all();
        float[] sine = sines.matrix().all();
        return base(cosine, sine, positions, half)
                .map(base -> Fusions.node(
                        match,
                        ROTARY,
                        List.of(match.value("x")),
                        Attributes.whole("heads", sizes[2]),
                        Attributes.text("base", String.valueOf(base))));
    }

    /** Sizes that an example can have, so that nothing computed of them overflows. */
    private static boolean small(long... sizes) {
        return Arrays.stream(sizes).allMatch(size -> size > 0 && size <= MOST);
    }

    /** Whether floats are all there, and not only links. */
    private static boolean whole(Stored stored) {
        return !stored.isWhole()
                && stored.count()
                        == stored.sizes().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    /** The base whose powers the angles are; the roundest one that explains them. */
    private static Optional<Double> base(float[] cosine, float[] sine, int positions, int half) {
        if (half < 2 || positions < 2) {
            return fits(USUAL_BASE, cosine, sine, half) ? Optional.of(USUAL_BASE) : Optional.empty();
        }
        double second = StrictMath.atan2(sine[half + 1], cosine[half + 1]);
        double exact = StrictMath.pow(second, -half);
        return Stream.of(rounded(exact, 2), rounded(exact, 4), rounded(exact, 6), exact)
                .filter(base -> base > 0 && Double.isFinite(base) && fits(base, cosine, sine, half))
                .findFirst();
    }

    /** With so many digits; a number that is none stays so. */
    private static double rounded(double number, int digits) {
        if (!Double.isFinite(number) || number <= 0) {
            return number;
        }
        double unit = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(number)) - digits + 1);
        return StrictMath.rint(number / unit) * unit;
    }

    private static boolean fits(double base, float[] cosine, float[] sine, int half) {
        for (int k = 0; k < cosine.length; k++) {
            double angle = k / half * StrictMath.pow(base, -(double) (k % half) / half);
            if (Math.abs(StrictMath.cos(angle) - cosine[k]) > SAME
                    || Math.abs(StrictMath.sin(angle) - sine[k]) > SAME) {
                return false;
            }
        }
        return true;
    }

    /** @param causal whether a position sees none behind it */
    private static Fusion attention(boolean causal) {
        Stream<String> heads = Stream.of(
                "qa = Reshape(q, $sq)",
                "qh = Transpose(qa)",
                "ka = Reshape(k, $sk)",
                "kh = Transpose(ka)",
                "va = Reshape(v, $sk)",
                "vh = Transpose(va)",
                "product = MatMul(qh, kh)",
                "scores = Div(product, $root)");
        Stream<String> past = causal
                ? Stream.of("never = ConstantOfShape($square)", "past = Trilu(never, $one)", "seen = Add(scores, past)")
                : Stream.of();
        return new Fusion(
                new Template(Template.text(
                        Stream.concat(heads, past),
                        "shares = Softmax(" + (causal ? "seen" : "scores") + ")",
                        "mixed = MatMul(shares, vh)",
                        "turned = Transpose(mixed)",
                        "out = Reshape(turned, $so)")),
                match -> attention(match, causal));
    }

    private static Optional<NodeProto> attention(Match match, boolean causal) {
        long[] queries = match.wholes("$sq");
        long[] keys = match.wholes("$sk");
        long[] out = match.wholes("$so");
        if (queries.length != 5 || keys.length != 5 || out.length != 3) {
            return Optional.empty();
        }
        if (!small(queries[1], queries[2], queries[3], queries[4], out[2])) {
            return Optional.empty();
        }
        long positions = queries[1];
        long size = queries[4];
        boolean sizes = Arrays.equals(keys, new long[] {0, positions, queries[2], 1, size})
                && Arrays.equals(out, new long[] {0, positions, queries[2] * queries[3] * size});
        boolean order = turned(match, "qh", 0, 2, 3, 1, 4)
                && turned(match, "kh", 0, 2, 3, 4, 1)
                && turned(match, "vh", 0, 2, 3, 1, 4)
                && turned(match, "turned", 0, 3, 1, 2, 4);
        boolean scaled = Math.abs(match.number("$root") - StrictMath.sqrt(size)) < SAME * StrictMath.sqrt(size)
                && match.operator("shares").whole("axis", -1) == -1;
        return sizes && order && scaled && (!causal || past(match, positions))
                ? Optional.of(Fusions.node(
                        match,
                        ATTENTION,
                        List.of(match.value("q"), match.value("k"), match.value("v")),
                        Attributes.whole("heads", queries[2] * queries[3]),
                        Attributes.whole("keyHeads", queries[2]),
                        Attributes.whole("causal", causal ? 1 : 0)))
                : Optional.empty();
    }

    private static boolean turned(Match match, String name, long... order) {
        return match.operator(name)
                .wholes("perm")
                .equals(Arrays.stream(order).boxed().toList());
    }

    private static boolean past(Match match, long positions) {
        float value = match.operator("never")
                .tensor("value")
                .map(attribute -> Stored.of("", attribute.getT()))
                .filter(stored -> !stored.isWhole() && stored.count() == 1)
                .map(stored -> stored.matrix().all()[0])
                .orElse(0f);
        return value == Float.NEGATIVE_INFINITY
                && Arrays.equals(match.wholes("$square"), new long[] {positions, positions})
                && Arrays.equals(match.wholes("$one"), new long[] {1})
                && match.operator("past").whole("upper", 1) == 1;
    }

    /** A layer: products of the same value for queries, keys and values, and one of what is mixed. */
    private static Fusion whole(boolean bias, boolean rotary) {
        List<String> lines = new ArrayList<>();
        lines.addAll(product("q", "x", bias));
        lines.addAll(product("k", "x", bias));
        lines.addAll(product("v", "x", bias));
        if (rotary) {
            lines.addAll(List.of("rq = espalier.Rotary(q)", "rk = espalier.Rotary(k)"));
        }
        lines.add("mixed = espalier.Attention(" + (rotary ? "rq, rk" : "q, k") + ", v)");
        lines.addAll(product("out", "mixed", bias));
        return new Fusion(new Template(lines.toArray(String[]::new)), match -> whole(match, bias, rotary));
    }

    private static List<String> product(String name, String of, boolean bias) {
        return bias
                ? List.of(
                        name + "p = MatMul(" + of + ", $" + name + "w)", name + " = Add(" + name + "p, $" + name + "b)")
                : List.of(name + " = MatMul(" + of + ", $" + name + "w)");
    }

    private static Optional<NodeProto> whole(Match match, boolean bias, boolean rotary) {
        Operator mixed = match.operator("mixed");
        String base = rotary ? match.operator("rq").text("base", "") : "0";
        boolean alike = !rotary
                || match.operator("rq").whole("heads", 0) == mixed.whole("heads", 0)
                        && match.operator("rk").whole("heads", 0) == mixed.whole("keyHeads", 0)
                        && match.operator("rk").text("base", "").equals(base);
        List<String> inputs = new ArrayList<>(List.of(match.value("x")));
        for (String name : List.of("q", "k", "v", "out")) {
            inputs.add(match.value("$" + name + "w"));
        }
        for (String name : bias ? List.of("q", "k", "v", "out") : List.<String>of()) {
            inputs.add(match.value("$" + name + "b"));
        }
        return alike
                ? Optional.of(Fusions.node(
                        match,
                        Fusions.SELF_ATTENTION,
                        inputs,
                        Attributes.whole("heads", mixed.whole("heads", 1)),
                        Attributes.whole("keyHeads", mixed.whole("keyHeads", 1)),
                        Attributes.whole("causal", mixed.whole("causal", 0)),
                        Attributes.text("base", base)))
                : Optional.empty();
    }
}
