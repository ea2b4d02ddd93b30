package org.espalier.core.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.espalier.api.Span;

/**
 * A plan as a recipe in one fixed spelling: params replaced by their values, repeats unrolled, options by name, every
 * default of the language said, except for checkpoints, divergence and what surrounds the optimizer, which are written only when they differ from it.
 * Plans that mean the same have the same text, and the text is a recipe that means the
 * plan.
 *
 * @param text the recipe
 */
public record CanonicalRecipe(String text) {
    private static final Pattern WORD = Pattern.compile("[a-z][A-Za-z0-9]*");
    /** Beyond this, a double no longer holds every whole number. */
    private static final double EXACT = 0x1p53;

    /** The canonical recipe of a plan. */
    public static CanonicalRecipe of(RecipePlan plan) {
        StringBuilder out = new StringBuilder();
        out.append("recipe(").append(quoted(plan.name())).append(") {\n");
        if (!plan.description().isEmpty()) {
            line(out, 1, "describe " + quoted(plan.description()));
        }
        line(out, 1, "seed " + (plan.seed() < 0 ? "(" + plan.seed() + ")" : plan.seed()));
        data(out, "data", plan.data());
        plan.streams().forEach(stream -> data(out, "data(" + quoted(stream.name()) + ")", stream.data()));
        model(out, plan.model());
        checkpoint(out, plan.checkpoint());
        plan.betweenAfter(0).forEach(step -> between(out, step));
        for (int i = 0; i < plan.phases().size(); i++) {
            phase(out, plan.phases().get(i));
            plan.betweenAfter(i + 1).forEach(step -> between(out, step));
        }
        if (!plan.expectations().isEmpty()) {
            line(out, 1, "expect {");
            plan.expectations().forEach(e -> line(out, 2, expectation(e)));
            line(out, 1, "}");
        }
        for (RecipePlan.ExportPlan export : plan.exports()) {
            line(out, 1, sentence("export", export.exporter()) + ", to: " + quoted(export.to()));
        }
        if (!plan.reports().isEmpty()) {
            line(out, 1, "report " + quoted(plan.reports().stream().map(RecipePlan.ReportPart::name)));
        }
        return new CanonicalRecipe(out.append("}\n").toString());
    }

    /** SHA-256 of the text in UTF-8, as 64 hexadecimal digits. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void data(StringBuilder out, String word, DataPlan data) {
        line(out, 1, word + " {");
        line(out, 2, sentence("source", data.source()));
        data.prepare().forEach(use -> line(out, 2, sentence("prepare", use)));
        if (data.validation() != 0 || data.test() != 0) {
            line(
                    out,
                    2,
                    "split validation: " + number(data.validation()) + ", test: " + number(data.test())
                            + (data.stratified() ? ", stratified: true" : ""));
        }
        data.classes()
                .ifPresent(picked -> line(
                        out,
                        2,
                        "classes " + picked.option() + ": "
                                + value(new Value.Items(picked.classes(), picked.place()))));
        line(out, 2, "batch " + data.batch());
        line(out, 1, "}");
    }

    private static void model(StringBuilder out, ModelPlan model) {
        line(out, 1, "model {");
        line(out, 2, "input " + model.input().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        model.layers().forEach(layer -> layer(out, 2, layer));
        line(out, 1, "}");
    }

    private static void layer(StringBuilder out, int depth, LayerPlan layer) {
        switch (layer) {
            case LayerPlan.Flatten f -> line(out, depth, "flatten()");
            case LayerPlan.Dense d ->
                line(
                        out,
                        depth,
                        "dense " + quoted(d.name()) + ", units: " + d.units() + ", activation: "
                                + value(d.activation()) + ", bias: " + d.bias()
                                + d.tied()
                                        .map(table -> ", tied: " + quoted(table))
                                        .orElseGet(() -> ", init: " + value(d.init()))
                                + (d.adapt() instanceof Value.Part adapt ? ", adapt: " + value(adapt) : ""));
            case LayerPlan.Plugged p -> line(out, depth, plugged(p));
            case LayerPlan.Residual r -> {
                line(out, depth, "residual {");
                r.layers().forEach(inner -> layer(out, depth + 1, inner));
                if (!r.shortcut().isEmpty()) {
                    line(out, depth + 1, "shortcut {");
                    r.shortcut().forEach(inner -> layer(out, depth + 2, inner));
                    line(out, depth + 1, "}");
                }
                line(out, depth, "}");
            }
            case LayerPlan.Experts e -> {
                line(out, depth, "experts(" + quoted(e.name()) + ", count: " + e.count() + ") {");
                line(out, depth + 1, sentence("gate", e.gate()));
                e.layers().forEach(inner -> layer(out, depth + 1, inner));
                line(out, depth, "}");
            }
            case LayerPlan.Branches b -> {
                line(out, depth, LayerPlan.recipeName(b.join()) + " {");
                for (List<LayerPlan> branch : b.branches()) {
                    line(out, depth + 1, "branch {");
                    branch.forEach(inner -> layer(out, depth + 2, inner));
                    line(out, depth + 1, "}");
                }
                line(out, depth, "}");
            }
        }
    }

    /** A plugin's layer is said by its name in camel case. */
    private static String plugged(LayerPlan.Plugged layer) {
        String word = LayerPlan.Plugged.word(layer.use().name());
        String options = options(layer.use());
        if (layer.name().isEmpty() && options.isEmpty()) {
            return word + "()";
        }
        String name = layer.name().isEmpty() ? "" : quoted(layer.name());
        return word + " " + name + (name.isEmpty() || options.isEmpty() ? "" : ", ") + options;
    }

    private static void checkpoint(StringBuilder out, CheckpointPlan plan) {
        if (!plan.isDefault()) {
            String every = plan.every().map(e -> "every: " + span(e) + ", ").orElse("");
            line(out, 1, "checkpoint " + every + "keep: " + plan.keep());
        }
    }

    private static void phase(StringBuilder out, PhasePlan phase) {
        line(out, 1, "phase(" + quoted(phase.name()) + ") {");
        phase.start().ifPresent(start -> line(out, 2, point("start", start)));
        phase.weights().forEach(weights -> line(out, 2, sentence(WeightsPlan.KIND, weights.use())));
        phase.teacher().ifPresent(teacher -> line(out, 2, point("teacher", teacher)));
        line(out, 2, "train " + span(phase.train()));
        phase.sample().ifPresent(use -> line(out, 2, sentence(PhasePlan.SAMPLE, use)));
        line(out, 2, sentence("loss", phase.loss()));
        phase.step().streams().forEach(stream -> line(out, 2, stream(stream)));
        line(out, 2, sentence("optimizer", phase.optimizer()));
        line(out, 2, dial("learningRate", phase.learningRate()));
        step(out, phase.step());
        phase.validateEvery().ifPresent(every -> line(out, 2, "validate every: " + span(every)));
        if (phase.onDivergence().rollback()) {
            line(
                    out,
                    2,
                    "onDivergence 'rollback', factor: "
                            + number(phase.onDivergence().factor()) + ", times: "
                            + phase.onDivergence().times());
        }
        phase.sparsify().forEach(s -> sparsify(out, s));
        line(out, 1, "}");
    }

    private static String point(String word, PhasePoint point) {
        return word + " from: " + quoted(point.from())
                + point.at().map(at -> ", at: " + span(at)).orElse("");
    }

    private static void between(StringBuilder out, BetweenPlan step) {
        switch (step) {
            case ApplyPlan apply -> apply(out, apply);
            case AveragePlan average ->
                line(
                        out,
                        1,
                        "apply " + quoted(AveragePlan.AVERAGE) + ", of: ["
                                + quoted(average.of().stream().map(PhasePoint::from)) + "]");
            case MergePlan merge -> line(out, 1, "apply " + quoted(MergePlan.MERGE) + layers(merge.layers()));
            case RecalibratePlan recalibrate ->
                line(out, 1, "apply " + quoted(RecalibratePlan.RECALIBRATE) + ", batches: " + recalibrate.batches());
            case TransformPlan transform -> line(out, 1, sentence(TransformPlan.KIND, transform.use()));
            case SelectPlan select -> line(out, 1, sentence(SelectPlan.KIND, select.use()));
        }
    }

    private static void apply(StringBuilder out, ApplyPlan apply) {
        String below = apply.below().value() == 0
                ? ""
                : ", below: " + number(apply.below().value());
        String layers = layers(apply.layers());
        line(
                out,
                1,
                "apply " + quoted(apply.change()) + below + layers
                        + apply.mask()
                                .map(mask -> ", mask: " + quoted(mask.value()))
                                .orElse(""));
    }

    private static String layers(List<SparsifyPlan.LayerSelector> layers) {
        return layers.isEmpty()
                ? ""
                : ", layers: [" + quoted(layers.stream().map(SparsifyPlan.LayerSelector::pattern)) + "]";
    }

    private static void step(StringBuilder out, StepPlan step) {
        step.clip().ifPresent(c -> line(out, 2, "clip " + c.by().option() + ": " + value(c.limit())));
        if (step.accumulate() != 1) {
            line(out, 2, "accumulate " + step.accumulate());
        }
        step.rates().forEach(rate -> line(out, 2, group("rate", rate)));
        step.decays().forEach(decay -> line(out, 2, group("decay", decay)));
        step.average().ifPresent(decay -> line(out, 2, "average decay: " + number(decay.value())));
        step.regularize().forEach(penalty -> line(out, 2, sentence(RegularizePlan.KIND, penalty.use())));
        step.rules().forEach(rule -> line(out, 2, sentence(RulePlan.KIND, rule.use())));
        step.frozen().forEach(mask -> line(out, 2, StepPlan.FREEZE + " " + quoted(mask.value())));
    }

    private static String stream(StreamLossPlan stream) {
        boolean whole = stream.weight() instanceof Value.Num weight && weight.value() == 1;
        return sentence("loss", stream.loss()) + ", on: " + quoted(stream.on().value())
                + (whole ? "" : ", weight: " + value(stream.weight()));
    }

    private static String group(String word, GroupPlan group) {
        return word + " of: " + quoted(group.of().pattern()) + ", times: "
                + number(group.times().value());
    }

    private static void sparsify(StringBuilder out, SparsifyPlan plan) {
        line(out, 2, "sparsify {");
        line(out, 3, "layers " + quoted(plan.layers().stream().map(SparsifyPlan.LayerSelector::pattern)));
        line(out, 3, dial("sparsity", plan.sparsity()));
        for (PluginUse use : List.of(plan.distribute(), plan.pattern(), plan.start())) {
            line(out, 3, sentence(use.kind(), use));
        }
        if (plan.storage().latent()) {
            double decay = plan.storage().decay();
            line(out, 3, "storage 'latent'" + (decay == 0 ? "" : ", decay: " + number(decay)));
        }
        if (plan.execution() != SparsifyPlan.Execution.SPARSE) {
            line(out, 3, "execution " + quoted(plan.execution().word()));
        }
        if (plan.precision() != SparsifyPlan.Precision.FLOAT) {
            line(out, 3, "precision " + quoted(plan.precision().word()));
        }
        plan.update()
                .ifPresent(u -> line(
                        out,
                        3,
                        "update every: " + span(u.every()) + ", from: " + span(u.from()) + ", until: "
                                + span(u.until())));
        plan.replace().ifPresent(r -> line(out, 3, dial("replace", r)));
        for (Optional<PluginUse> use : List.of(plan.prune(), plan.grow())) {
            use.ifPresent(u -> line(out, 3, sentence(u.kind(), u)));
        }
        line(out, 2, "}");
    }

    private static String expectation(Expectation e) {
        String compared = switch (e.comparison()) {
            case ABOVE -> "above";
            case BELOW -> "below";
            case AT_LEAST -> "atLeast";
            case AT_MOST -> "atMost";
        };
        String what = e.on().isEmpty() ? ", of: " + quoted(e.of()) : ", on: " + quoted(e.on());
        return call(e.metric()) + " " + compared + ": " + number(e.wanted()) + what;
    }

    private static String sentence(String word, PluginUse use) {
        String options = options(use);
        return word + " " + quoted(use.name()) + (options.isEmpty() ? "" : ", " + options);
    }

    private static String dial(String word, Value value) {
        return value instanceof Value.Part part ? sentence(word, part.use()) : word + "(" + value(value) + ")";
    }

    private static String options(PluginUse use) {
        Map<String, Argument> sorted = new TreeMap<>(use.options());
        return sorted.entrySet().stream()
                .map(e -> call(e.getKey()) + ": " + value(e.getValue().value()))
                .collect(Collectors.joining(", "));
    }

    private static String value(Value value) {
        return switch (value) {
            case Value.Num n -> number(n.value());
            case Value.Text t -> quoted(t.value());
            case Value.Flag f -> f.text();
            case Value.Time t -> span(t.value());
            case Value.Items i ->
                i.values().stream().map(CanonicalRecipe::value).collect(Collectors.joining(", ", "[", "]"));
            case Value.Entries e ->
                e.values().entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ": " + value(entry.getValue()))
                        .collect(Collectors.joining(", ", "[", e.values().isEmpty() ? ":]" : "]"));
            case Value.Part p -> call(p.use().name()) + "(" + options(p.use()) + ")";
        };
    }

    private static String span(Span span) {
        String unit = switch (span.unit()) {
            case STEPS -> "steps";
            case EPOCHS -> "epochs";
            case PERCENT -> "percent";
        };
        return unit + "(" + number(span.amount()) + ")";
    }

    /** A whole number without a point, whatever way it was written. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) <= EXACT
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** A name where a word stands: quoted unless it is a plain word. */
    private static String call(String name) {
        return WORD.matcher(name).matches() && name.equals(name.toLowerCase(java.util.Locale.ROOT))
                ? name
                : quoted(name);
    }

    private static String quoted(java.util.stream.Stream<String> texts) {
        return texts.map(CanonicalRecipe::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("'");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\'' -> out.append("\\'");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\uFEFF') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('\'').toString();
    }

    private static void line(StringBuilder out, int depth, String text) {
        out.append("    ".repeat(depth)).append(text).append('\n');
    }
}
