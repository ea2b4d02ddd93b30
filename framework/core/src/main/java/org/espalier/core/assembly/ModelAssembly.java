package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Weight;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.ShapeMistake;
import org.espalier.core.graph.Value;
import org.espalier.core.guard.PluginFault;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.ModelPlan;
import org.espalier.core.trace.DataFacts;
import org.espalier.core.trace.ModelTrace;

/** Traces the model of a recipe. */
public final class ModelAssembly {
    private final PluginFactory factory;
    private final PluginServices services;
    private final ModelTrace trace;
    private final Map<String, Integer> unnamed = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private Place last = Place.NONE;

    private ModelAssembly(ModelPlan plan, DataFacts data, PluginFactory factory, PluginServices services) {
        this.factory = factory;
        this.services = services;
        this.trace = new ModelTrace(plan.input(), data);
    }

    /**
     * The network of a recipe.
     *
     * @param data what the network is told of them
     * @throws RecipeException when a layer cannot take what comes in
     * @throws EspalierException when a layer's plugin fails
     */
    public static Model model(ModelPlan plan, DataFacts data, PluginFactory factory, PluginServices services) {
        ModelAssembly assembly = new ModelAssembly(plan, data, factory, services);
        plan.layers().forEach(assembly::named);
        try {
            plan.layers().forEach(assembly::layer);
            return assembly.trace.model();
        } catch (ShapeMistake e) {
            throw assembly.mistake(e);
        } catch (PluginFault e) {
            // A plugin passes on what the graph says of its input.
            throw e.getCause() instanceof ShapeMistake mistake ? assembly.mistake(mistake) : e;
        }
    }

    private RecipeException mistake(ShapeMistake found) {
        RecipeException mistake = new RecipeException(
                List.of(new Diagnostic(DiagnosticId.SHAPE_MISMATCH, last, String.valueOf(found.getMessage()), "")));
        mistake.initCause(found);
        return mistake;
    }

    private void named(LayerPlan layer) {
        switch (layer) {
            case LayerPlan.Dense dense -> names.add(dense.name());
            case LayerPlan.Plugged plugged -> names.add(plugged.name());
            case LayerPlan.Residual residual -> {
                residual.layers().forEach(this::named);
                residual.shortcut().forEach(this::named);
            }
            case LayerPlan.Branches b -> b.branches().forEach(branch -> branch.forEach(this::named));
            case LayerPlan.Experts experts -> {
                names.add(experts.name());
                experts.layers().forEach(this::named);
            }
            case LayerPlan.Flatten _ -> {
                // it has no parameters to name
            }
        }
    }

    private void layer(LayerPlan layer) {
        last = layer.place();
        switch (layer) {
            case LayerPlan.Flatten _ ->
                trace.continueFrom(trace.graph("flatten").flatten(trace.current()));
            case LayerPlan.Dense dense ->
                trace.layer(
                        dense.name(),
                        (graph, input) -> new DenseAssembly(factory, services)
                                .build(
                                        dense,
                                        graph,
                                        input,
                                        dense.tied().map(embedding -> table(dense, embedding, input))));
            case LayerPlan.Plugged plugged ->
                trace.layer(nameOf(plugged), factory.create(Layer.class, plugged.use(), services));
            case LayerPlan.Residual residual -> residual(residual);
            case LayerPlan.Branches branches -> branches(branches);
            case LayerPlan.Experts experts -> experts(experts);
        }
    }

    private void residual(LayerPlan.Residual plan) {
        Node before = trace.current();
        plan.layers().forEach(this::layer);
        Node through = trace.current();
        trace.continueFrom(before);
        plan.shortcut().forEach(this::layer);
        Node beside = trace.current();
        last = plan.place();
        trace.continueFrom(trace.graph("residual").add(through, beside));
    }

    private void branches(LayerPlan.Branches plan) {
        Node before = trace.current();
        List<Node> ends = new ArrayList<>();
        for (List<LayerPlan> branch : plan.branches()) {
            trace.continueFrom(before);
            branch.forEach(this::layer);
            ends.add(trace.current());
        }
        last = plan.place();
        GraphBuilder graph = trace.graph(LayerPlan.recipeName(plan.join()));
        trace.continueFrom(
                switch (plan.join()) {
                    case SUM -> ends.stream().reduce(graph::add).orElseThrow();
                    case PRODUCT -> ends.stream().reduce(graph::multiply).orElseThrow();
                    case CONCAT -> graph.concat(ends);
                });
    }

    private void experts(LayerPlan.Experts plan) {
        Node before = trace.current();
        Gate gate = factory.create(Gate.class, plan.gate(), services);
        GraphBuilder graph = trace.graph(plan.name(), gate);
        int routes = gate.routes(plan.count());
        Node gates = graph.tap("gates", gate.build(graph, before, plan.count()));
        trace.continueFrom(graph.experts(
                before,
                gates,
                routes,
                (inside, sent) -> trace.within(inside, sent, () -> plan.layers().forEach(this::layer))));
    }

    /** A layer without a name is called after its plugin and the number of such layers. */
    private String nameOf(LayerPlan.Plugged layer) {
        if (!layer.name().isEmpty()) {
            return layer.name();
        }
        String name;
        do {
            name = layer.use().name() + "-" + unnamed.merge(layer.use().name(), 1, Integer::sum);
        } while (names.contains(name));
        return name;
    }

    private Weight table(LayerPlan.Dense dense, String embedding, Node input) {
        Weight table = trace.table(embedding);
        MatrixShape shape = table.shape();
        if (shape.rows() != dense.units() || shape.columns() != input.features()) {
            throw new ShapeMistake("The layer '" + dense.name() + "' makes " + dense.units() + " features of "
                    + input.features() + ", and the table of '" + embedding + "' it is tied to is for " + shape.rows()
                    + " tokens of " + shape.columns() + " features.");
        }
        return table;
    }

    /** Reports where model and data do not fit together. */
    static void checkAgainst(ModelPlan plan, Model model, DataAssembly data, Diagnostics diagnostics) {
        int features = plan.input().stream().reduce(1, Math::multiplyExact);
        if (features != data.dataset().features()) {
            diagnostics.add(
                    DiagnosticId.SHAPE_MISMATCH,
                    plan.place(),
                    "The model takes " + features + " features " + plan.input() + ", but an example of '"
                            + data.dataset().name() + "' has " + data.dataset().features() + " "
                            + data.dataset().shape() + ".",
                    "Write: input "
                            + String.join(
                                    ", ",
                                    data.dataset().shape().stream()
                                            .map(String::valueOf)
                                            .toList()));
        }
        Value output = model.output();
        checkPositions(plan, output, data, diagnostics);
        if (output.features() != data.dataset().targets()) {
            LayerPlan last = plan.layers().getLast();
            String called = last instanceof LayerPlan.Dense dense ? " '" + dense.name() + "'" : "";
            diagnostics.add(
                    DiagnosticId.SHAPE_MISMATCH,
                    last.place(),
                    "The last layer" + called + " has " + output.features() + " units, but '"
                            + data.dataset().name() + "' has " + data.dataset().targets()
                            + (data.dataset().classification() ? " classes." : " targets."),
                    "Give it units: " + data.dataset().targets());
        }
    }

    private static void checkPositions(ModelPlan plan, Value output, DataAssembly data, Diagnostics diagnostics) {
        int labelled = data.dataset().positions();
        if (output.positions().positions() == labelled) {
            return;
        }
        diagnostics.add(
                DiagnosticId.SHAPE_MISMATCH,
                plan.layers().getLast().place(),
                "The model gives " + output.shape() + " for an example, but an example of '"
                        + data.dataset().name() + "' has "
                        + (labelled == 1 ? "one label or target." : "a label at each of " + labelled + " positions."),
                labelled == 1
                        ? "End it with flatten() and a dense layer, or a pool over the whole picture."
                        : "Give it " + labelled + " positions, and no flatten().");
    }
}
