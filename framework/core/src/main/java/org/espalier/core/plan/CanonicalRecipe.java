package org.espalier.core.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.espalier.core.diagnostic.Place;

/**
 * A recipe in its one canonical spelling: params are resolved, words stand in a fixed order. Two recipes that say the same
 * have the same text.
 *
 * @param text a recipe that reads back to the same plan
 * @param hash SHA-256 of the text in UTF-8, 64 lower-case hexadecimal digits
 */
public record CanonicalRecipe(String text, String hash) {
    /** Renders a plan. */
    public static CanonicalRecipe of(RecipePlan plan) {
        String text = new Writer().recipe(plan);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new CanonicalRecipe(text, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Collects lines with the indentation of their block. */
    private static final class Writer {
        private final StringBuilder out = new StringBuilder();
        private int depth;

        String recipe(RecipePlan plan) {
            open("recipe(" + text(plan.name()) + ")");
            if (!plan.description().isEmpty()) {
                line("describe " + text(plan.description()));
            }
            line("seed " + plan.seed());
            data(plan.data());
            model(plan.model());
            plan.phases().forEach(this::phase);
            if (!plan.expectations().isEmpty()) {
                open("expect");
                plan.expectations().forEach(this::expectation);
                close();
            }
            for (RecipePlan.ExportPlan export : plan.exports()) {
                line(use("export", export.exporter()) + ", to: " + text(export.to()));
            }
            if (!plan.reports().isEmpty()) {
                line("report "
                        + plan.reports().stream().map(r -> text(r.name())).collect(Collectors.joining(", ")));
            }
            close();
            return out.toString();
        }

        private void data(DataPlan data) {
            open("data");
            line(use("source", data.source()));
            data.prepare().forEach(p -> line(use("prepare", p)));
            if (data.validation() > 0 || data.test() > 0) {
                line("split "
                        + (data.validation() > 0 ? "validation: " + data.validation() : "")
                        + (data.validation() > 0 && data.test() > 0 ? ", " : "")
                        + (data.test() > 0 ? "test: " + data.test() : ""));
            }
            line("batch " + data.batch());
            close();
        }

        private void model(ModelPlan model) {
            open("model");
            line("input " + model.input().stream().map(String::valueOf).collect(Collectors.joining(", ")));
            for (LayerPlan layer : model.layers()) {
                switch (layer) {
                    case LayerPlan.Flatten _ -> line("flatten()");
                    case LayerPlan.Dense d ->
                        line("dense " + text(d.name()) + ", units: " + d.units() + ", activation: "
                                + text(d.activation()) + ", bias: " + d.bias() + ", init: " + text(d.init()));
                }
            }
            close();
        }

        private void phase(PhasePlan phase) {
            open("phase(" + text(phase.name()) + ")");
            line("train " + phase.train());
            line(use("loss", phase.loss()));
            line(use("optimizer", phase.optimizer()));
            line("learningRate " + number(phase.learningRate()));
            phase.sparsify().forEach(this::sparsify);
            phase.validateEvery().ifPresent(span -> line("validate every: " + span));
            close();
        }

        private void sparsify(SparsifyPlan sparsify) {
            open("sparsify");
            line("layers "
                    + sparsify.layers().stream().map(l -> text(l.pattern())).collect(Collectors.joining(", ")));
            line("sparsity " + number(sparsify.sparsity()));
            line(use("distribute", sparsify.distribute()));
            line(use("pattern", sparsify.pattern()));
            line(use("start", sparsify.start()));
            sparsify.update()
                    .ifPresent(
                            u -> line("update every: " + u.every() + ", from: " + u.from() + ", until: " + u.until()));
            sparsify.replace().ifPresent(r -> line("replace " + number(r)));
            sparsify.prune().ifPresent(p -> line(use("prune", p)));
            sparsify.grow().ifPresent(g -> line(use("grow", g)));
            close();
        }

        private void expectation(Expectation e) {
            String key = switch (e.comparison()) {
                case ABOVE -> "above";
                case BELOW -> "below";
                case AT_LEAST -> "atLeast";
                case AT_MOST -> "atMost";
            };
            line((e.metric().contains("-") ? text(e.metric()) : e.metric())
                    + (e.of().isEmpty() ? "" : " of: " + text(e.of()) + ",")
                    + " " + key + ": " + Value.of(e.wanted()).text()
                    + (e.on().isEmpty() ? "" : ", on: " + text(e.on())));
        }

        /** A number, or a schedule as a sentence: {@code 'cosine', from: 0.1}. */
        private static String number(Value value) {
            return value instanceof Value.Part part ? sentence(part.use()) : value.text();
        }

        private static String use(String word, PluginUse use) {
            return word + " " + sentence(use);
        }

        private static String sentence(PluginUse use) {
            String options = use.optionsText();
            return text(use.name()) + (options.isEmpty() ? "" : ", " + options);
        }

        private static String text(String value) {
            return new Value.Text(value, Place.NONE).text();
        }

        private void open(String word) {
            line(word + " {");
            depth++;
        }

        private void close() {
            depth--;
            line("}");
        }

        private void line(String text) {
            out.append("    ".repeat(depth)).append(text).append('\n');
        }
    }
}
