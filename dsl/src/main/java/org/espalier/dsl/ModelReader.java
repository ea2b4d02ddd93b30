package org.espalier.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.core.diagnostic.ClosestNames;
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
        new BlockReader(Vocabulary.MODEL, reading)
                .on("input", this::input)
                .on("flatten", a -> layers.add(new LayerPlan.Flatten(a.place())))
                .on("dense", this::dense)
                .read(block)
                .require(place, "The model", "input");
        return new ModelPlan(input, layers, place);
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
        String activation = choice(a, "activation", LayerPlan.Dense.ACTIVATIONS, "none");
        String init = choice(a, "init", LayerPlan.Dense.INITS, "he-normal");
        boolean bias = a.flagOption("bias").orElse(true);
        layers.add(new LayerPlan.Dense(
                name.map(Value.Text::value).orElse("?"),
                (int) width,
                activation,
                bias,
                init,
                name.map(Value.Text::place).orElse(a.place())));
    }

    private String choice(Arguments a, String option, List<String> choices, String byDefault) {
        Optional<Value.Text> given = a.textOption(option);
        if (given.isPresent() && !choices.contains(given.get().value())) {
            reading.found()
                    .add(
                            DiagnosticId.OUT_OF_RANGE,
                            given.get().place(),
                            "There is no " + option + " " + given.get().text() + ".",
                            ClosestNames.hint(given.get().value(), choices));
            return byDefault;
        }
        return given.map(Value.Text::value).orElse(byDefault);
    }
}
