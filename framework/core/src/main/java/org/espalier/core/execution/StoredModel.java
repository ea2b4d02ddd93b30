package org.espalier.core.execution;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Examples;
import org.espalier.api.border.TensorView;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.files.StoredTensors;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.model.Network;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Evaluation;
import org.espalier.core.train.PhaseSpec;

/** A model as a run left it, measured again. */
public final class StoredModel {
    private StoredModel() {}

    /**
     * Measures the stored values on a split.
     *
     * @param folder the run's folder
     * @param split {@code train}, {@code validation} or {@code test}
     * @return values by metric, and {@code loss}
     * @throws EspalierException when the file is missing or damaged, does not fit the recipe, or the split is empty
     */
    public static Map<String, Double> evaluate(Experiment experiment, Engine engine, Path folder, String split) {
        Examples examples = examples(experiment, split);
        Path file = folder.resolve(RecipeRun.WEIGHTS);
        StoredTensors stored = new SafetensorsFiles().read(file);
        Map<String, TensorView> byName = new LinkedHashMap<>();
        stored.tensors().forEach(t -> byName.put(t.name(), t));
        Model model = Surgeries.applied(experiment.model(), stored.metadata(), file.toString());
        PhaseSpec last = experiment.phases().getLast();
        try (Network network = Network.restored(model.parameters(), byName, file.toString())) {
            Objective objective = last.objective(model).alone();
            try (Evaluation evaluation =
                    new Evaluation(network, model, objective, engine.kernels(), engine.pool(), experiment.metrics())) {
                return evaluation.measure(examples);
            }
        }
    }

    private static Examples examples(Experiment experiment, String split) {
        Examples examples = switch (split) {
            case "train" -> experiment.data().train();
            case "validation" -> experiment.data().validation();
            case "test" -> experiment.data().test();
            default ->
                throw new EspalierException("There is no split '" + split + "'; there are train, validation and test.");
        };
        if (examples.count() == 0) {
            throw new EspalierException(
                    "The recipe '" + experiment.plan().name() + "' has no examples in its " + split + " split.");
        }
        return examples;
    }
}
