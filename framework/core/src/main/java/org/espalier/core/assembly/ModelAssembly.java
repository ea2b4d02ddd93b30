package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.backend.Activation;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.model.Initialisation;
import org.espalier.core.model.LayerSpec;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.ModelPlan;

/** Gives the layers of a model their shapes. */
public final class ModelAssembly {
    private ModelAssembly() {}

    /**
     * The layers with weights, in order.
     *
     * @throws EspalierException when activations or initialisations are unknown
     */
    public static List<LayerSpec> layers(ModelPlan model) {
        int features = features(model);
        List<LayerSpec> layers = new ArrayList<>();
        for (LayerPlan plan : model.layers()) {
            if (plan instanceof LayerPlan.Dense dense) {
                MatrixShape shape = new MatrixShape(dense.name() + ".weight", dense.units(), features);
                layers.add(new LayerSpec(dense.name(), shape, activation(dense), dense.bias(), initialisation(dense)));
                features = dense.units();
            }
        }
        return layers;
    }

    /** Features of an example as the model declares them. */
    static int features(ModelPlan model) {
        return model.input().stream().reduce(1, Math::multiplyExact);
    }

    /** Reports where model and data do not fit together. */
    static void checkAgainst(ModelPlan model, List<LayerSpec> layers, DataAssembly data, Diagnostics diagnostics) {
        int features = data.dataset().features();
        if (features(model) != features) {
            diagnostics.add(
                    DiagnosticId.SHAPE_MISMATCH,
                    model.place(),
                    "The model takes " + features(model) + " features " + model.input() + ", but an example of '"
                            + data.dataset().name() + "' has " + features + " "
                            + data.dataset().shape() + ".",
                    "Write: input "
                            + String.join(
                                    ", ",
                                    data.dataset().shape().stream()
                                            .map(String::valueOf)
                                            .toList()));
        }
        int outputs = layers.getLast().shape().rows();
        if (outputs != data.dataset().targets()) {
            diagnostics.add(
                    DiagnosticId.SHAPE_MISMATCH,
                    model.layers().getLast().place(),
                    "The last layer '" + layers.getLast().name() + "' has " + outputs + " units, but '"
                            + data.dataset().name() + "' has " + data.dataset().targets()
                            + (data.dataset().classification() ? " classes." : " targets."),
                    "Give it units: " + data.dataset().targets());
        }
    }

    private static Activation activation(LayerPlan.Dense dense) {
        for (Activation activation : Activation.values()) {
            if (recipeName(activation).equals(dense.activation())) {
                return activation;
            }
        }
        throw new EspalierException(dense.place() + ": there is no activation '" + dense.activation() + "'; there are "
                + String.join(", ", activationNames()) + ".");
    }

    private static Initialisation initialisation(LayerPlan.Dense dense) {
        return Initialisation.named(dense.init())
                .orElseThrow(() ->
                        new EspalierException(dense.place() + ": there is no initialisation '" + dense.init() + "'."));
    }

    private static String recipeName(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The activations recipes can name. */
    public static List<String> activationNames() {
        List<String> names = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            names.add(recipeName(activation));
        }
        return names;
    }
}
