package org.espalier.core.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.espalier.core.catalog.DenseOptions;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.ModelPlan;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.plan.Value;

/** Checks names, sizes and shapes of a model, and knows its layers for the checks that follow. */
final class ModelCheck {
    private static final int MAX_LAYERS = 500;
    private static final String DENSE = "layer 'dense'";

    private final ModelPlan model;
    private final Diagnostics found;
    /** Positions of the weight of each layer with a name, in order. */
    private final Map<String, Double> positions = new LinkedHashMap<>();

    private final Map<String, Place> names = new HashMap<>();
    private final OptionChecker plugins;

    /** Features that come in; empty once a plugin's layer, whose output only a trace knows, has been passed. */
    private OptionalLong features;

    private boolean flat;
    private int layers;
    private boolean trains;
    /** Whether a layer has an adapter, whose parameters only a trace knows. */
    private boolean adapted;
    /** Whether a transform may factorise weights: which, it says when it is there. */
    private boolean factors;

    ModelCheck(ModelPlan model, OptionChecker plugins, Diagnostics found) {
        this.model = model;
        this.plugins = plugins;
        this.found = found;
        this.features = OptionalLong.of(
                model.input().stream().mapToLong(Integer::longValue).reduce(1, ModelCheck::times));
        this.flat = model.input().size() <= 1;
    }

    void check() {
        checkInput();
        model.layers().forEach(this::checkLayer);
        if (layers > MAX_LAYERS) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    model.place(),
                    "A model has at most " + MAX_LAYERS + " layers, not " + layers + ".");
        }
        if (!trains) {
            found.add(
                    DiagnosticId.MISSING_WORD,
                    model.place(),
                    "The model has no layer to train.",
                    "For example: dense 'out', units: 10");
        }
    }

    private void checkLayer(LayerPlan layer) {
        if (++layers > MAX_LAYERS) {
            return;
        }
        switch (layer) {
            case LayerPlan.Flatten flatten -> {
                if (features.isPresent()) {
                    checkFlatten(flatten, flat);
                }
                flat = true;
            }
            case LayerPlan.Dense dense -> {
                checkDense(dense, features.isPresent() && !flat);
                flat |= features.isPresent();
                if (PlanChecker.isName(dense.name()) && dense.tied().isEmpty()) {
                    double here =
                            features.isPresent() ? times(features.getAsLong(), Math.max(1, dense.units())) : Double.NaN;
                    positions.putIfAbsent(dense.name(), here);
                }
                features = features.isPresent() ? OptionalLong.of(Math.max(1, dense.units())) : features;
                trains = true;
            }
            case LayerPlan.Plugged plugged -> {
                plugins.check(plugged.use());
                if (!plugged.name().isEmpty()) {
                    checkName(plugged.name(), plugged.place());
                    positions.putIfAbsent(plugged.name(), Double.NaN);
                }
                features = OptionalLong.empty();
                trains = true;
            }
            case LayerPlan.Residual residual -> {
                if (residual.layers().isEmpty()) {
                    found.add(
                            DiagnosticId.MISSING_WORD,
                            residual.place(),
                            "This residual block has no layers.",
                            "For example: residual { dense 'fc1', units: 64 }");
                }
                features = OptionalLong.empty();
                residual.layers().forEach(this::checkLayer);
                residual.shortcut().forEach(this::checkLayer);
                features = OptionalLong.empty();
            }
            case LayerPlan.Experts experts -> checkExperts(experts);
            case LayerPlan.Branches b -> {
                if (b.branches().size() < 2) {
                    String word = LayerPlan.recipeName(b.join());
                    found.add(
                            DiagnosticId.MISSING_WORD,
                            b.place(),
                            "A " + word + " has at least two branches, this one has "
                                    + b.branches().size() + ".",
                            "For example: " + word
                                    + " { branch { dense 'a', units: 64 }; branch { dense 'b', units: 64 } }");
                }
                for (List<LayerPlan> branch : b.branches()) {
                    features = OptionalLong.empty();
                    branch.forEach(this::checkLayer);
                }
                features = OptionalLong.empty();
            }
        }
    }

    private void checkExperts(LayerPlan.Experts experts) {
        checkName(experts.name(), experts.place());
        plugins.check(experts.gate());
        if (experts.count() < 2) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    experts.place(),
                    "A mixture has at least 2 experts, not " + experts.count() + ".");
        }
        if (experts.layers().isEmpty()) {
            found.add(
                    DiagnosticId.MISSING_WORD,
                    experts.place(),
                    "These experts have no layers.",
                    "For example: dense 'up', units: 64, activation: 'relu'");
        }
        Set<String> outside = Set.copyOf(positions.keySet());
        features = OptionalLong.empty();
        experts.layers().forEach(this::checkLayer);
        // Inside, the name of a layer stands after that of the mixture and the number of the expert.
        positions.keySet().retainAll(outside);
        features = OptionalLong.empty();
        trains = true;
    }

    /** Names of the layers a selector matches. */
    List<String> matching(String selector) {
        LayerSelector layers = new LayerSelector(selector, Place.NONE);
        return positions.keySet().stream().filter(layers::matches).toList();
    }

    /** Whether a selector may name one of several weights of a layer, or a layer without a name: only a trace knows. */
    boolean mayMatch(String selector) {
        return (features.isEmpty() || adapted || factors) && (selector.contains(".") || selector.contains("-"));
    }

    /** Weights may be factorised between phases. */
    void mayGetFactors() {
        factors = true;
    }

    /** Places for links in a layer: inputs times outputs; NaN where only a trace knows. */
    double positions(String layer) {
        return positions.getOrDefault(layer, 0.0);
    }

    /** Reports a selector that matches no layer. */
    void requireMatch(String selector, Place place) {
        if (matching(selector).isEmpty() && !mayMatch(selector)) {
            found.add(DiagnosticId.EMPTY_SELECTION, place, "'" + selector + "' matches no layer.", layerHint(selector));
        }
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
        } else if (dimensions > 3) {
            found.add(
                    DiagnosticId.SHAPE_MISMATCH,
                    model.place(),
                    "An input has one size (features), two (steps, features) or three (height, width, channels), not "
                            + dimensions + ".",
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

    private void checkName(String name, Place place) {
        PlanChecker.checkName("layer", name, place, found);
        Place first = names.putIfAbsent(name, place);
        if (first != null) {
            found.add(
                    DiagnosticId.DUPLICATE_NAME,
                    place,
                    "Two layers are called '" + name + "'" + PlanChecker.inLine(first) + ".",
                    PlanChecker.ownName(first, place, "dense \"" + name + "-$round\", …", "Give each its own name."));
        }
    }

    private void checkDense(LayerPlan.Dense dense, boolean picture) {
        dense.tied().ifPresent(embedding -> checkTied(dense, embedding));
        checkName(dense.name(), dense.place());
        if (picture) {
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
        adapted |= dense.adapt() instanceof Value.Part;
        plugins.check(DenseOptions.ACTIVATION, new Argument(dense.place(), dense.activation()), DENSE);
        plugins.check(DenseOptions.INIT, new Argument(dense.place(), dense.init()), DENSE);
        plugins.check(DenseOptions.ADAPT, new Argument(dense.place(), dense.adapt()), DENSE);
    }

    private void checkTied(LayerPlan.Dense dense, String embedding) {
        if (!names.containsKey(embedding)) {
            found.add(
                    DiagnosticId.UNKNOWN_NAME,
                    dense.place(),
                    "The layer '" + dense.name() + "' is tied to '" + embedding + "', and no layer before it has that"
                            + " name.",
                    ClosestNames.hint(embedding, names.keySet(), "Name the embedding that stands before it."));
        }
    }

    private static long times(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
