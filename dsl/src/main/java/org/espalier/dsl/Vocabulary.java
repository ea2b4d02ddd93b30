package org.espalier.dsl;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The blocks of the language and the words in each. */
enum Vocabulary {
    FILE("a file", "recipe('name') { … }", "recipe", "study"),
    RECIPE(
            "recipe",
            "recipe('name') { … }",
            "describe",
            "param",
            "seed",
            "data",
            "model",
            "checkpoint",
            "phase",
            "select",
            "apply",
            "expect",
            "export",
            "report",
            "repeat",
            "fork"),
    DATA("data", "data { … }", "source", "prepare", "split", "classes", "batch"),
    MODEL(
            "model",
            "model { … }",
            "input",
            "flatten",
            "dense",
            "residual",
            "sum",
            "product",
            "concat",
            "experts",
            "repeat"),
    RESIDUAL(
            "residual",
            "residual { … }",
            "flatten",
            "dense",
            "residual",
            "sum",
            "product",
            "concat",
            "experts",
            "shortcut",
            "repeat"),
    SHORTCUT("shortcut", "shortcut { … }", "flatten", "dense", "residual", "sum", "product", "concat", "repeat"),
    BRANCH("branch", "branch { … }", "flatten", "dense", "residual", "sum", "product", "concat", "experts", "repeat"),
    EXPERTS("experts", "experts('name', count: 8) { … }", "gate", "dense", "residual", "repeat"),
    JOIN("sum, product or concat", "sum { … }", "branch", "repeat"),
    PHASE(
            "phase",
            "phase('name') { … }",
            "start",
            "weights",
            "teacher",
            "train",
            "sample",
            "loss",
            "optimizer",
            "learningRate",
            "accumulate",
            "clip",
            "rate",
            "decay",
            "average",
            "regularize",
            "rule",
            "freeze",
            "sparsify",
            "validate",
            "onDivergence"),
    SPARSIFY(
            "sparsify",
            "sparsify { … }",
            "layers",
            "sparsity",
            "distribute",
            "pattern",
            "start",
            "storage",
            "execution",
            "precision",
            "update",
            "replace",
            "prune",
            "grow"),
    EXPECT("expect", "expect { … }"),
    STUDY("study", "study('name') { … }", "describe", "runs", "vary", "seeds", "expect"),
    CLAIMS("expect of a study", "expect { … }");

    /** Words that may be said several times in a block. */
    private static final List<String> MANY = List.of(
            "recipe",
            "param",
            "data",
            "phase",
            "loss",
            "select",
            "apply",
            "expect",
            "export",
            "report",
            "repeat",
            "fork",
            "prepare",
            "weights",
            "sparsify",
            "flatten",
            "dense",
            "residual",
            "sum",
            "product",
            "concat",
            "branch",
            "experts",
            "rate",
            "decay",
            "regularize",
            "rule",
            "freeze",
            "layers",
            "runs",
            "vary");

    private static final Map<String, String> EXAMPLES = Map.ofEntries(
            Map.entry("recipe", "recipe('name') { … }"),
            Map.entry("study", "study('name') { … }"),
            Map.entry("describe", "describe 'What this run shows.'"),
            Map.entry("param", "param 'sparsity', 0.9"),
            Map.entry("seed", "seed 42"),
            Map.entry("data", "data { source 'fashion-mnist' }"),
            Map.entry("model", "model { input 784 }"),
            Map.entry("phase", "phase('train') { … }"),
            Map.entry("select", "select 'smallest', mask: 'choose', weights: 'conv*', share: 0.5"),
            Map.entry("apply", "apply 'shrink', layers: 'conv*'"),
            Map.entry("checkpoint", "checkpoint every: steps(500), keep: 3"),
            Map.entry("expect", "expect { accuracy above: 0.88, on: 'test' }"),
            Map.entry("export", "export 'safetensors', to: 'model.safetensors'"),
            Map.entry("report", "report 'accuracy', 'sparsity-by-layer'"),
            Map.entry("fork", "fork('magnitude', 'lamp') { how -> phase(\"by-$how\") { … } }"),
            Map.entry("repeat", "repeat(3) { i -> dense \"fc$i\", units: 100 }"),
            Map.entry("source", "source 'fashion-mnist'"),
            Map.entry("prepare", "prepare 'standardize'"),
            Map.entry("split", "split validation: 0.1"),
            Map.entry("batch", "batch 128"),
            Map.entry("classes", "classes except: [3, 7]"),
            Map.entry("input", "input 28, 28, 1"),
            Map.entry("flatten", "flatten()"),
            Map.entry("dense", "dense 'fc1', units: 1024, activation: 'relu'"),
            Map.entry("residual", "residual { conv 'c1', filters: 16, padding: -1 }"),
            Map.entry("shortcut", "shortcut { conv 'c3', filters: 16, kernel: 1 }"),
            Map.entry("sum", "sum { branch { dense 'a', units: 64 }; branch { dense 'b', units: 64 } }"),
            Map.entry("product", "product { branch { dense 'a', units: 64 }; branch { dense 'b', units: 64 } }"),
            Map.entry("concat", "concat { branch { dense 'a', units: 64 }; branch { dense 'b', units: 64 } }"),
            Map.entry("branch", "branch { dense 'a', units: 64 }"),
            Map.entry("experts", "experts('moe', count: 8) { gate 'top-k', routes: 2; dense 'up', units: 64 }"),
            Map.entry("gate", "gate 'top-k', routes: 2"),
            Map.entry("weights", "weights 'pytorch', file: 'resnet20.pt'"),
            Map.entry("teacher", "teacher from: 'baseline'"),
            Map.entry("train", "train epochs(10)"),
            Map.entry("sample", "sample 'hardest', keep: 0.7"),
            Map.entry("loss", "loss 'cross-entropy'"),
            Map.entry("optimizer", "optimizer 'sgd', momentum: 0.9"),
            Map.entry("learningRate", "learningRate 'cosine', from: 0.1, to: 0"),
            Map.entry("average", "average decay: 0.999"),
            Map.entry("accumulate", "accumulate 4"),
            Map.entry("clip", "clip norm: 1.0"),
            Map.entry("rate", "rate of: 'conv*', times: 0.1"),
            Map.entry("decay", "decay of: 'out', times: 0"),
            Map.entry("regularize", "regularize 'group-lasso', weights: 'conv*', groups: 'filter', strength: 1e-3"),
            Map.entry("rule", "rule 'max-norm', layers: 'fc*', limit: 3"),
            Map.entry("freeze", "freeze 'important'"),
            Map.entry("sparsify", "sparsify { layers 'fc*'; sparsity 0.9 }"),
            Map.entry("validate", "validate every: epochs(1)"),
            Map.entry("onDivergence", "onDivergence 'rollback', factor: 0.5, times: 3"),
            Map.entry("layers", "layers 'fc1', 'conv*'"),
            Map.entry("sparsity", "sparsity 0.9"),
            Map.entry("distribute", "distribute 'erk'"),
            Map.entry("pattern", "pattern 'unstructured'"),
            Map.entry("start", "start 'random'"),
            Map.entry("storage", "storage 'latent', decay: 2e-4"),
            Map.entry("execution", "execution 'auto'"),
            Map.entry("precision", "precision 'mixed'"),
            Map.entry("update", "update every: steps(100), until: percent(75)"),
            Map.entry("replace", "replace 'cosine', from: 0.3, to: 0"),
            Map.entry("prune", "prune 'magnitude'"),
            Map.entry("grow", "grow 'gradient'"),
            Map.entry("runs", "runs 'rigl', 'static'"),
            Map.entry("vary", "vary sparsity: [0.9, 0.98]"),
            Map.entry("seeds", "seeds 1, 2, 3"));

    private final String title;
    private final String written;
    private final List<String> words;

    Vocabulary(String title, String written, String... words) {
        this.title = title;
        this.written = written;
        this.words = List.of(words);
    }

    /** What the block is called. */
    String title() {
        return title;
    }

    /** How the block is written. */
    String written() {
        return written;
    }

    List<String> words() {
        return words;
    }

    /** Whether a word may be said several times. */
    static boolean repeatable(String word) {
        return MANY.contains(word);
    }

    /** How a word is used. */
    static String example(String word) {
        return EXAMPLES.getOrDefault(word, word + " above: 0.9");
    }

    /** The block another word belongs to. */
    static Optional<Vocabulary> home(String word) {
        return Arrays.stream(values()).filter(v -> v.words.contains(word)).findFirst();
    }
}
