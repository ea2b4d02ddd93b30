package org.espalier.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.core.catalog.DenseOptions;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.ModelPlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.Value;

/** Reads {@code model { … }} and the blocks of layers inside it. */
final class ModelReader {
    private static final int MOST_EXPERTS = 10000;

    private final Reading reading;
    private final List<LayerPlan> layers = new ArrayList<>();
    private List<Integer> input = List.of();
    private List<LayerPlan> shortcut = List.of();
    private Optional<PluginUse> gate = Optional.empty();

    ModelReader(Reading reading) {
        this.reading = reading;
    }

    ModelPlan read(Place place, Sentence.Block block) {
        words(Vocabulary.MODEL).on("input", this::input).read(block).require(place, "The model", "input");
        return new ModelPlan(input, layers, place);
    }

    private BlockReader words(Vocabulary vocabulary) {
        return new BlockReader(vocabulary, reading)
                .on("flatten", a -> layers.add(new LayerPlan.Flatten(a.place())))
                .on("dense", this::dense)
                .on("residual", this::residual)
                .on("experts", this::experts)
                .on("sum", a -> branches(a, LayerPlan.Join.SUM))
                .on("product", a -> branches(a, LayerPlan.Join.PRODUCT))
                .on("concat", a -> branches(a, LayerPlan.Join.CONCAT))
                .onOther(this::plugged);
    }

    /** Any other word is a layer of a plugin: its name, if it has one, and its options. */
    private void plugged(Arguments a) {
        a.example(a.word() + " 'a-name'");
        Optional<Value.Text> name = a.count() > 0 ? a.text("the layer's name in quotes") : Optional.empty();
        PluginUse use = a.options("layer", LayerPlan.Plugged.plugin(a.word()));
        layers.add(new LayerPlan.Plugged(name.map(Value.Text::value).orElse(""), use));
    }

    private void residual(Arguments a) {
        a.block().ifPresent(block -> {
            ModelReader inner = new ModelReader(reading);
            inner.words(Vocabulary.RESIDUAL).on("shortcut", inner::shortcut).read(block);
            layers.add(new LayerPlan.Residual(inner.layers, inner.shortcut, a.place()));
        });
    }

    private void shortcut(Arguments a) {
        a.block().ifPresent(block -> {
            ModelReader inner = new ModelReader(reading);
            inner.words(Vocabulary.SHORTCUT).read(block);
            shortcut = inner.layers;
        });
    }

    private void experts(Arguments a) {
        Optional<Value.Text> name = a.text("the name of the mixture in quotes");
        Optional<Argument> given = a.option("count");
        if (ClosestNames.of("count", a.names()).isEmpty()) {
            reading.found()
                    .add(
                            DiagnosticId.MISSING_OPTION,
                            a.place(),
                            "'experts' needs 'count', how many there are.",
                            "For example: " + Vocabulary.example("experts"));
        }
        long count = given.flatMap(c -> a.whole("a whole number for 'count:'", c.value(), 1, MOST_EXPERTS))
                .orElse(2L);
        a.block().ifPresent(block -> {
            ModelReader inner = new ModelReader(reading);
            inner.words(Vocabulary.EXPERTS).on("gate", inner::gate).read(block).require(a.place(), "A mixture", "gate");
            inner.gate.ifPresent(gate -> layers.add(new LayerPlan.Experts(
                    name.map(Value.Text::value).orElse("?"),
                    (int) count,
                    gate,
                    inner.layers,
                    name.map(Value.Text::place).orElse(a.place()))));
        });
    }

    private void gate(Arguments a) {
        gate = a.plugin("gate");
    }

    private void branches(Arguments a, LayerPlan.Join join) {
        a.block().ifPresent(block -> {
            List<List<LayerPlan>> branches = new ArrayList<>();
            new BlockReader(Vocabulary.JOIN, reading)
                    .on("branch", branch -> branch(branch, branches))
                    .read(block);
            layers.add(new LayerPlan.Branches(join, branches, a.place()));
        });
    }

    private void branch(Arguments a, List<List<LayerPlan>> branches) {
        a.block().ifPresent(block -> {
            ModelReader inner = new ModelReader(reading);
            inner.words(Vocabulary.BRANCH).read(block);
            branches.add(inner.layers);
        });
    }

    private void input(Arguments a) {
        List<Integer> shape = new ArrayList<>();
        for (Value value : a.rest("the shape of one example: features, or height, width and channels")) {
            shape.add(a.whole("whole numbers", value, 1, Integer.MAX_VALUE)
                    .orElse(1L)
                    .intValue());
        }
        input = shape;
    }

    private void dense(Arguments a) {
        Optional<Value.Text> name = a.text("the layer's name in quotes");
        Optional<Argument> units = a.option("units");
        if (ClosestNames.of("units", a.names()).isEmpty()) {
            reading.found()
                    .add(
                            DiagnosticId.MISSING_OPTION,
                            a.place(),
                            "'dense' needs 'units', how many features it gives.",
                            "For example: " + Vocabulary.example("dense"));
        }
        long width = units.flatMap(u -> a.whole("a whole number for 'units:'", u.value(), 1, Integer.MAX_VALUE))
                .orElse(1L);
        Value activation = a.part(DenseOptions.ACTIVATION);
        Value init = a.part(DenseOptions.INIT);
        Value adapt = a.part(DenseOptions.ADAPT);
        boolean bias = a.flagOption("bias").orElse(true);
        Optional<String> tied = tied(a);
        layers.add(new LayerPlan.Dense(
                name.map(Value.Text::value).orElse("?"),
                (int) width,
                activation,
                bias,
                init,
                adapt,
                tied,
                name.map(Value.Text::place).orElse(a.place())));
    }

    private Optional<String> tied(Arguments a) {
        Optional<Value.Text> table = a.textOption("tied");
        if (table.isPresent() && a.names().contains("init")) {
            reading.found()
                    .add(
                            DiagnosticId.CONTRADICTION,
                            table.get().place(),
                            "A layer that is tied to " + table.get().text()
                                    + " has no first values of its own, and 'init' says how they are drawn.",
                            "Remove 'init', or say it at the embedding.");
        }
        return table.map(Value.Text::value);
    }
}
