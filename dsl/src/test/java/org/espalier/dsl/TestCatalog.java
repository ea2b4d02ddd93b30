package org.espalier.dsl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.loop.Claim;
import org.espalier.core.catalog.ClaimSet;
import org.espalier.core.catalog.DenseOptions;
import org.espalier.core.catalog.OptionDescriptor;
import org.espalier.core.catalog.OptionType;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;

/** The plugins the recipes of the house name, described as their bundles describe them; there are no classes behind. */
final class TestCatalog implements PluginCatalog {
    private final List<PluginDescriptor> plugins = new ArrayList<>();

    TestCatalog() {
        add("source", "strokes", option("train", OptionType.INT, "6000", "[1, 1000000]"));
        add("source", "fashion-mnist");
        add("source", "csv", required("file", OptionType.PATH), option("target", OptionType.TEXT, "", ""));
        add("source", "idx", required("images", OptionType.PATH), required("labels", OptionType.PATH));
        add(
                "source",
                "tiny-shakespeare",
                option("context", OptionType.INT, "128", "[1, 1000000]"),
                option("stride", OptionType.INT, "0", "[0, 1000000]"));
        add(
                "source",
                "tokens",
                required("file", OptionType.PATH),
                required("vocabulary", OptionType.INT),
                option("context", OptionType.INT, "128", "[1, 1000000]"),
                number("test", "0.1", "[0, 1)"));
        add("source", "cifar10", choice("pictures", "all", "all", "subset"));
        add(
                "prepare",
                "normalize",
                required("means", OptionType.DOUBLE_LIST),
                required("deviations", OptionType.DOUBLE_LIST));
        add("prepare", "random-crop", option("padding", OptionType.INT, "4", "[1, 1000]"));
        add("prepare", "random-flip", number("rate", "0.5", "[0, 1]"));
        add("prepare", "standardize", choice("per", "auto", "auto", "all", "feature"));
        add("loss", "cross-entropy", number("smoothing", "0", "[0, 1)"));
        add("loss", "squared-error");
        add(
                "optimizer",
                "sgd",
                option("momentum", OptionType.DIAL, "0", "[0, 1)"),
                option("nesterov", OptionType.BOOLEAN, "false", ""),
                option("weightDecay", OptionType.DIAL, "0", "[0, inf)"));
        add(
                "optimizer",
                "adam",
                number("beta1", "0.9", "[0, 1)"),
                number("beta2", "0.999", "[0, 1)"),
                option("weightDecay", OptionType.DIAL, "0", "[0, inf)"));
        add(
                "optimizer",
                "adamw",
                number("beta2", "0.999", "[0, 1)"),
                option("weightDecay", OptionType.DIAL, "0.01", "[0, inf)"));
        add(
                "loss",
                "distillation",
                option("temperature", OptionType.DOUBLE, "4", "(0, inf)"),
                option("weight", OptionType.DOUBLE, "0.7", "[0, 1]"));
        add("apply", "factorise", option("rank", OptionType.INT, "0", "[0, 1000000]"), number("energy", "1", "(0, 1]"));
        for (String pruned : List.of("wanda", "sparse-gpt")) {
            add(
                    "apply",
                    pruned,
                    required("sparsity", OptionType.DOUBLE),
                    required("pattern", OptionType.PATTERN),
                    option("examples", OptionType.INT, "1024", "[1, 1000000]"));
        }
        add("apply", "prune", required("share", OptionType.DOUBLE), choice("of", "all", "all", "layer"));
        add("weights", "pytorch", option("entry", OptionType.TEXT, "", ""));
        add("weights", "llama2c");
        add("weights", "csr");
        add("regularize", "l1");
        rule("max-norm", Set.of(Claim.VALUES), Set.of(), number("limit", "3", "(0, inf)"));
        rule("weight-noise", Set.of(), Set.of(Claim.EFFECTIVE_VALUES), number("deviation", "0.01", "[0, inf)"));
        rule("centre-gradient", Set.of(), Set.of(Claim.GRADIENTS));
        rule("sam", Set.of(Claim.GRADIENTS, Claim.EFFECTIVE_VALUES), Set.of(), number("distance", "0.05", "[0, inf)"));
        rule("coordinate-wise", Set.of(Claim.GRADIENTS, Claim.EFFECTIVE_VALUES), Set.of());
        rule(
                "random-directions",
                Set.of(Claim.GRADIENTS, Claim.EFFECTIVE_VALUES),
                Set.of(),
                option("directions", OptionType.INT, "1", "[1, 10000]"),
                number("distance", "1e-3", "[1e-6, 1]"));
        rule("own-gradient", Set.of(Claim.GRADIENTS), Set.of());
        rule("plateau", Set.of(Claim.DIAL), Set.of(), number("factor", "0.1", "(0, 1)"));
        rule("other-noise", Set.of(Claim.EFFECTIVE_VALUES), Set.of());
        add(
                "select",
                "smallest",
                required("share", OptionType.DOUBLE),
                choice("of", "all", "all", "layer"),
                choice("by", "norm", "norm", "mean"));
        add("regularize", "group-lasso", option("bySize", OptionType.BOOLEAN, "true", ""));
        add(
                "regularize",
                "wgsef",
                new OptionDescriptor("keep", OptionType.DIAL, "For tests.", Optional.empty(), "(0, 1]", List.of()),
                choice("of", "all", "all", "layer"),
                choice("cost", "even", "even", "size", "flops"),
                choice("weigh", "even", "even", "size", "flops"));
        add("schedule", "constant", required("value", OptionType.DOUBLE));
        for (String name : List.of("linear", "cubic", "cosine")) {
            add("schedule", name, required("from", OptionType.DOUBLE), required("to", OptionType.DOUBLE));
        }
        add("schedule", "geometric-density", number("from", "0", "[0, 1)"), required("to", OptionType.DOUBLE));
        add(
                "schedule",
                "step",
                required("from", OptionType.DOUBLE),
                number("factor", "0.1", "(0, 1]"),
                new OptionDescriptor(
                        "at",
                        OptionType.DOUBLE_LIST,
                        "Where the value drops.",
                        Optional.of("[0.5, 0.75]"),
                        "(0, 1)",
                        List.of()));
        add("schedule", "warm-up", required("to", OptionType.DOUBLE));
        add("distribute", "uniform");
        add("distribute", "er");
        add("distribute", "erk");
        add("distribute", "global");
        add("pattern", "unstructured");
        add("pattern", "row");
        add("pattern", "fan-in");
        add(
                "pattern",
                "n-m",
                option("n", OptionType.INT, "2", "[1, 1024]"),
                option("m", OptionType.INT, "4", "[1, 1024]"));
        add(
                "sample",
                "hardest",
                number("keep", "0.5", "(0, 1]"),
                choice("by", "loss", "loss", "forgetting"),
                number("skip", "0", "[0, 1)"));
        add("sample", "random-subset", number("keep", "0.5", "(0, 1]"));
        add("start", "random");
        add("start", "dense");
        for (String name : List.of(
                "magnitude", "random", "gradient", "set-sign", "saliency", "lamp", "taylor", "synflow", "grasp")) {
            add("prune", name);
        }
        add("prune", "group-norm", number("p", "2", "[0.5, 8]"));
        for (String name : List.of("random", "gradient", "unfired")) {
            add("grow", name);
        }
        add("grow", "momentum", option("slot", OptionType.TEXT, "momentum", ""));
        add(
                "layer",
                "conv",
                required("filters", OptionType.INT),
                option("kernel", OptionType.INT_LIST, "[3]", "[1, 1000]"),
                option("padding", OptionType.INT_LIST, "[0]", "[-1, 1000]"),
                option("stride", OptionType.INT_LIST, "[1]", "[1, 1000]"),
                option("groups", OptionType.INT, "1", "[1, 1000000]"),
                option("bias", OptionType.BOOLEAN, "true", ""),
                part("activation", "none"),
                part("init", "he-normal"));
        add(
                "layer",
                "max-pool",
                option("size", OptionType.INT_LIST, "[2]", "[1, 1000]"),
                option("stride", OptionType.INT_LIST, "[]", "[1, 1000]"));
        add(
                "layer",
                "pad",
                option("before", OptionType.INT, "0", "[0, 1000000]"),
                option("after", OptionType.INT, "0", "[0, 1000000]"));
        add("layer", "average-pool", option("size", OptionType.INT_LIST, "[2]", "[1, 1000]"));
        add("layer", "batch-norm", part("activation", "none"));
        add("layer", "layer-norm");
        add("layer", "rms-norm");
        sequences();
        examplesAndTheirLinks();
        add("layer", "activation", activation("of", "relu"));
        parts();
        add("layer", "global-pool");
        add("layer", "dropout", number("rate", "0.5", "[0, 1)"));
        add("metric", "accuracy");
        add("metric", "calibration-error", option("bins", OptionType.INT, "15", "[1, 1000000]"));
        add("export", "safetensors");
        add("export", "csr");
        add(
                "export",
                "n-m",
                option("n", OptionType.INT, "2", "[1, 128]"),
                option("m", OptionType.INT, "4", "[2, 256]"));
        add("export", "onnx", option("sparse", OptionType.BOOLEAN, "false", ""));
    }

    private void parts() {
        OptionDescriptor share =
                new OptionDescriptor("share", OptionType.DOUBLE, "For tests.", Optional.empty(), "(0, 1]", List.of());
        add("activation", "top-k", share, activation("of", "relu"));
        add("init", "normal", number("deviation", "0.02", "[0, inf)"));
        add("init", "kaiming", choice("fan", "in", "in", "out"), number("gain", "1.4142135623730951", "(0, inf)"));
        add("adapt", "lora", option("rank", OptionType.INT, "4", "[1, 1000000]"), number("scale", "1", ""));
    }

    private void sequences() {
        OptionDescriptor init = part("init", "lecun-normal");
        OptionDescriptor bias = option("bias", OptionType.BOOLEAN, "true", "");
        add("layer", "embedding", required("vocabulary", OptionType.INT), required("width", OptionType.INT), init);
        add("layer", "positions");
        add(
                "layer",
                "attention",
                required("heads", OptionType.INT),
                option("kvHeads", OptionType.INT, "0", "[0, 100000]"),
                option("causal", OptionType.BOOLEAN, "false", ""),
                number("rotary", "0", "[0, 1e12]"),
                bias,
                init);
        add("layer", "gated", required("units", OptionType.INT), part("activation", "silu"), init);
        add("layer", "lstm", required("units", OptionType.INT), bias);
        add("layer", "gru", required("units", OptionType.INT), bias);
    }

    private void examplesAndTheirLinks() {
        add("source", "planetoid", choice("graph", "cora", "cora", "citeseer"));
        add("source", "movielens");
        add("source", "isolet");
        add("prepare", "reconstruct");
        add("layer", "graph-convolution", required("units", OptionType.INT), part("activation", "none"));
        add("layer", "take", required("from", OptionType.INT), option("count", OptionType.INT, "1", "[1, 1000000]"));
        add("layer", "feature-sum");
        for (String name : List.of("top-k", "noisy-top-k")) {
            add(
                    "gate",
                    name,
                    option("routes", OptionType.INT, "2", "[1, 10000]"),
                    number("balance", "0.01", "[0, inf)"),
                    number("importance", "0", "[0, inf)"),
                    number("load", "0", "[0, inf)"),
                    number("zLoss", "0", "[0, inf)"),
                    number("capacity", "0", "[0, inf)"),
                    number("evaluationCapacity", "0", "[0, inf)"));
        }
        add(
                "gate",
                "hash",
                option("bits", OptionType.INT, "0", "[0, 16]"),
                choice("table", "none", "none", "balanced", "random"),
                option("vocabulary", OptionType.INT, "0", "[0, 100000000]"));
        add(
                "gate",
                "dselect-k",
                option("selectors", OptionType.INT, "2", "[1, 100]"),
                number("width", "1", "(0, 1e6]"),
                number("entropy", "0.1", "[0, inf)"));
        add(
                "gate",
                "comet",
                option("trees", OptionType.INT, "2", "[1, 100]"),
                number("width", "10", "(0, 1e6]"),
                number("entropy", "0.1", "[0, inf)"),
                option("search", OptionType.INT, "0", "[0, 1000000000]"));
        add("layer", "offset", number("start", "0", ""));
        add("metric", "mean-squared-error");
    }

    @Override
    public List<PluginDescriptor> plugins() {
        return plugins;
    }

    @Override
    public Class<?> load(PluginDescriptor plugin) {
        throw new EspalierException("a check must not load " + plugin.className());
    }

    @Override
    public Optional<Path> file(PluginDescriptor plugin) {
        return Optional.empty();
    }

    private void add(String kind, String name, OptionDescriptor... options) {
        plugins.add(new PluginDescriptor(
                kind, name, "none." + kind + "." + name, "For tests.", List.of(options), "test", "1.0.0"));
    }

    private void rule(String name, Set<Claim> owns, Set<Claim> edits, OptionDescriptor... options) {
        ClaimSet claims = new ClaimSet(owns, edits);
        plugins.add(new PluginDescriptor(
                "rule", name, "none.rule." + name, "For tests.", List.of(options), claims, "test", "1.0.0"));
    }

    private static OptionDescriptor choice(String name, String byDefault, String... choices) {
        return new OptionDescriptor(
                name, OptionType.CHOICE, "For tests.", Optional.of(byDefault), "", List.of(choices));
    }

    private static OptionDescriptor part(String name, String byDefault) {
        return DenseOptions.ALL.stream()
                .filter(o -> o.name().equals(name))
                .map(o -> option(name, o.type(), byDefault, o.choices()))
                .findFirst()
                .orElseThrow();
    }

    private static OptionDescriptor activation(String name, String byDefault) {
        return option(name, OptionType.ACTIVATION, byDefault, DenseOptions.ACTIVATION.choices());
    }

    private static OptionDescriptor option(String name, OptionType type, String byDefault, List<String> words) {
        return new OptionDescriptor(name, type, "For tests.", Optional.of(byDefault), "", words);
    }

    private static OptionDescriptor required(String name, OptionType type) {
        return new OptionDescriptor(name, type, "For tests.", Optional.empty(), "", List.of());
    }

    private static OptionDescriptor number(String name, String byDefault, String range) {
        return option(name, OptionType.DOUBLE, byDefault, range);
    }

    private static OptionDescriptor option(String name, OptionType type, String byDefault, String range) {
        return new OptionDescriptor(name, type, "For tests.", Optional.of(byDefault), range, List.of());
    }
}
