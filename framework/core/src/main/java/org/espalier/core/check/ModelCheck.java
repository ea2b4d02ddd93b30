package org.espalier.core.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.ModelPlan;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/** Checks names, sizes and shapes of a model, and knows its layers for the checks that follow. */
final class ModelCheck {
    private static final int MAX_LAYERS = 500;

    private final ModelPlan model;
    private final Diagnostics found;
    /** Positions of the weight of each dense layer, in order. */
    private final Map<String, Long> positions = new LinkedHashMap<>();

    ModelCheck(ModelPlan model, Diagnostics found) {
        this.model = model;
        this.found = found;
    }

    void check() {
        checkInput();
        Map<String, Place> names = new HashMap<>();
        long features = model.input().stream().mapToLong(Integer::longValue).reduce(1, ModelCheck::times);
        boolean flat = model.input().size() <= 1;
        if (model.layers().size() > MAX_LAYERS) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    model.place(),
                    "A model has at most " + MAX_LAYERS + " layers, not "
                            + model.layers().size() + ".");
        }
        for (LayerPlan layer :
                model.layers().subList(0, Math.min(MAX_LAYERS, model.layers().size()))) {
            switch (layer) {
                case LayerPlan.Flatten flatten -> {
                    checkFlatten(flatten, flat);
                    flat = true;
                }
                case LayerPlan.Dense dense -> {
                    checkDense(dense, names, flat);
                    flat = true;
                    if (PlanChecker.isName(dense.name())) {
                        positions.putIfAbsent(dense.name(), times(features, Math.max(1, dense.units())));
                    }
                    features = Math.max(1, dense.units());
                }
            }
        }
        if (model.layers().stream().noneMatch(LayerPlan.Dense.class::isInstance)) {
            found.add(
                    DiagnosticId.MISSING_WORD,
                    model.place(),
                    "The model has no layer to train.",
                    "For example: dense 'out', units: 10");
        }
    }

    /** Names of the dense layers a selector matches. */
    List<String> matching(String selector) {
        LayerSelector layers = new LayerSelector(selector, Place.NONE);
        return positions.keySet().stream().filter(layers::matches).toList();
    }

    /** Places for links in a layer: inputs times outputs. */
    long positions(String layer) {
        return positions.getOrDefault(layer, 0L);
    }

    /** What to write instead of a selector that matches nothing. */
    String layerHint(String selector) {
        return ClosestNames.hint(
                selector,
                positions.keySet(),
                positions.isEmpty()
                        ? "The model has no layers."
                        : "Layers are '" + String.join("', '", positions.keySet()) + "'.");
    }

    private void checkInput() {
        int dimensions = model.input().size();
        if (dimensions == 0) {
            found.add(
                    DiagnosticId.MISSING_WORD,
                    model.place(),
                    "The model does not say the shape of its input.",
                    "For example: input 28, 28, 1");
        } else if (dimensions != 1 && dimensions != 3) {
            found.add(
                    DiagnosticId.SHAPE_MISMATCH,
                    model.place(),
                    "An input has one size (features) or three (height, width, channels), not " + dimensions + ".",
                    "For example: input 28, 28, 1");
        }
        if (model.input().stream().anyMatch(size -> size < 1)) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    model.place(),
                    "Every size of the input is at least 1; they are " + model.input() + ".");
        }
    }

    private void checkFlatten(LayerPlan.Flatten flatten, boolean flat) {
        if (flat) {
            found.add(
                    DiagnosticId.SHAPE_MISMATCH,
                    flatten.place(),
                    "There is nothing to flatten: what comes in here is flat already.",
                    "Remove the word.");
        }
    }

    private void checkDense(LayerPlan.Dense dense, Map<String, Place> names, boolean flat) {
        PlanChecker.checkName("layer", dense.name(), dense.place(), found);
        Place first = names.putIfAbsent(dense.name(), dense.place());
        if (first != null) {
            found.add(
                    DiagnosticId.DUPLICATE_NAME,
                    dense.place(),
                    "Two layers are called '" + dense.name() + "'" + PlanChecker.inLine(first) + ".",
                    "Give each its own name.");
        }
        if (!flat) {
            found.add(
                    DiagnosticId.SHAPE_MISMATCH,
                    dense.place(),
                    "The dense layer '" + dense.name() + "' takes features, and " + model.input() + " comes in.",
                    "Say flatten() before it.");
        }
        if (dense.units() < 1) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    dense.place(),
                    "The layer '" + dense.name() + "' needs at least 1 unit, not " + dense.units() + ".");
        }
        known("activation", dense.activation(), LayerPlan.Dense.ACTIVATIONS, dense.place());
        known("init", dense.init(), LayerPlan.Dense.INITS, dense.place());
    }

    private void known(String option, String given, List<String> choices, Place place) {
        if (!choices.contains(given)) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    place,
                    "There is no " + option + " '" + given + "'.",
                    ClosestNames.hint(given, choices));
        }
    }

    private static long times(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
