package org.espalier.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.ModelPlan;
import org.espalier.core.plan.Value;

/** Reads {@code model { … }}. */
final class ModelReader {
    private final Reading reading;
    private final List<LayerPlan> layers = new ArrayList<>();
    private List<Integer> input = List.of();

    ModelReader(Reading reading) {
        this.reading = reading;
    }

    ModelPlan read(Place place, Sentence.Block block) {
        BlockReader words = new BlockReader(Vocabulary.MODEL, reading)
                .on("input", this::input)
                .on("flatten", a -> layers.add(new LayerPlan.Flatten(a.place())))
                .on("dense", this::dense);
        words.read(block);
        if (!words.said("input")) {
            reading.found()
                    .add(
                            DiagnosticId.MISSING_WORD,
                            place,
                            "The model does not say the shape of its input.",
                            "For example: input 28, 28, 1");
        }
        return new ModelPlan(input, layers, place);
    }

    private void input(Arguments a) {
        List<Integer> shape = new ArrayList<>();
        for (Value value : a.rest("the shape of one example: features, or height, width and channels")) {
            toInt(a, "input", value).ifPresent(shape::add);
        }
        input = shape;
    }

    private void dense(Arguments a) {
        Optional<Value.Text> name = a.text("the layer's name in quotes");
        Optional<Argument> units = a.option("units");
        if (!a.has("units")) {
            reading.found()
                    .add(
                            DiagnosticId.MISSING_OPTION,
                            a.place(),
                            "'dense' needs 'units', how many features it gives.",
                            "For example: " + Vocabulary.example("dense"));
        }
        Optional<Integer> width = units.flatMap(u -> toInt(a, "units:", u.value()));
        Optional<Value.Text> activation = a.textOption("activation");
        Optional<Value.Text> init = a.textOption("init");
        Optional<Argument> bias = a.option("bias");
        boolean biased = true;
        if (bias.isPresent()) {
            if (bias.get().value() instanceof Value.Flag flag) {
                biased = flag.value();
            } else {
                a.wrong(
                        bias.get().value().place(),
                        "'bias:' takes true or false, not "
                                + Evaluator.described(bias.get().value()) + ".");
            }
        }
        layers.add(new LayerPlan.Dense(
                name.map(Value.Text::value).orElse("?"),
                width.orElse(1),
                activation.map(Value.Text::value).orElse("none"),
                biased,
                init.map(Value.Text::value).orElse("he-normal"),
                name.map(Value.Text::place).orElse(a.place())));
    }

    private Optional<Integer> toInt(Arguments a, String what, Value value) {
        if (value instanceof Value.Num n
                && n.value() == Math.rint(n.value())
                && Math.abs(n.value()) <= Integer.MAX_VALUE) {
            return Optional.of((int) n.value());
        }
        a.wrong(value.place(), "'" + what + "' takes a whole number, not " + Evaluator.described(value) + ".");
        return Optional.empty();
    }
}
