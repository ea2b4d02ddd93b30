package org.espalier.core.execution;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.TensorView;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.assembly.Questions;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.files.StoredTensors;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.model.Network;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Evaluation;

/** A model that is trained no further: what a run ended with, or what a recipe begins with that takes values of a file. */
public final class TrainedModel implements AutoCloseable {
    private final Experiment experiment;
    private final Model model;
    private final Network network;
    private final Objective objective;
    private final Evaluation evaluation;
    private final PluginFactory factory;
    private final PluginServices services;

    private TrainedModel(
            Experiment experiment,
            Model model,
            Network network,
            Engine engine,
            PluginFactory factory,
            PluginServices services) {
        this.experiment = experiment;
        this.model = model;
        this.network = network;
        this.objective = experiment.phases().getLast().objective(model).alone();
        this.factory = factory;
        this.services = services;
        this.evaluation =
                new Evaluation(network, model, objective, engine.kernels(), engine.pool(), experiment.metrics());
    }

    /**
     * The model a run left.
     *
     * @param folder the run's folder
     * @param factory makes what reads further examples
     * @throws EspalierException when its file is missing or damaged, or does not fit the recipe
     */
    public static TrainedModel ofRun(
            Experiment experiment, Engine engine, PluginFactory factory, PluginServices services, Path folder) {
        Path file = folder.resolve(RecipeRun.WEIGHTS);
        StoredTensors stored = new SafetensorsFiles().read(file);
        Map<String, TensorView> byName = new LinkedHashMap<>();
        stored.tensors().forEach(t -> byName.put(t.name(), t));
        Model model = Surgeries.applied(experiment.model(), stored.metadata(), file.toString());
        Network network = Network.restored(model.parameters(), byName, file.toString());
        experiment.phases().getLast().setPrecision(network);
        return open(experiment, model, network, engine, factory, services);
    }

    /**
     * The model a recipe begins with.
     *
     * @param factory makes what reads further examples
     * @throws EspalierException when its first phase takes no values of a file, or the file cannot be read
     */
    public static TrainedModel atStart(
            Experiment experiment, Engine engine, PluginFactory factory, PluginServices services) {
        requireWeights(experiment.plan());
        return open(experiment, experiment.model(), experiment.network(), engine, factory, services);
    }

    private static TrainedModel open(
            Experiment experiment,
            Model model,
            Network network,
            Engine engine,
            PluginFactory factory,
            PluginServices services) {
        try {
            return new TrainedModel(experiment, model, network, engine, factory, services);
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    private static void requireWeights(RecipePlan plan) {
        if (plan.phases().stream().limit(1).map(PhasePlan::weights).allMatch(List::isEmpty)) {
            throw new EspalierException(
                    "The recipe '" + plan.name() + "' begins with random values. Name the folder of a"
                            + " run of it, or let its first phase take values of a file: weights 'pytorch', file: 'model.pt'");
        }
    }

    /** What the data are: the shape of an example, and names of classes. */
    public Dataset dataset() {
        return experiment.dataset();
    }

    /**
     * Measures it on a split of the recipe's data.
     *
     * @param split {@code train}, {@code validation} or {@code test}
     * @return values by metric, and {@code loss}
     * @throws EspalierException when the split is empty
     */
    public Map<String, Double> evaluate(String split) {
        return evaluation.measure(examples(split));
    }

    /**
     * What it gives for examples, in their order.
     *
     * @param examples prepared as those it was trained with
     */
    public void answer(Examples examples, Evaluation.Answers answers) {
        evaluation.answer(examples, answers);
    }

    /**
     * What it gives for the examples of a file, which are prepared as those it was trained with.
     *
     * @param file one that the recipe's source can read
     * @throws EspalierException when the source reads no such files, this one is missing, damaged or of other examples, or the
     *     model gives something at every position of an example
     */
    public Prediction predict(Path file) {
        if (model.output().positions().positions() > 1) {
            throw new EspalierException("The model of '" + experiment.plan().name() + "' gives "
                    + model.output().features() + " numbers at each of "
                    + model.output().positions().positions()
                    + " positions of an example; a prediction is one for each.");
        }
        List<float[]> rows = new ArrayList<>();
        evaluation.answer(
                Questions.of(experiment.plan(), file, factory, services), (example, given) -> rows.add(given.clone()));
        if (objective.terms().stream().allMatch(term -> term.loss().readsLabels())) {
            rows.forEach(Prediction::softmax);
        }
        return new Prediction(experiment.dataset().classNames(), rows);
    }

    /**
     * The examples of a split.
     *
     * @param split {@code train}, {@code validation} or {@code test}
     * @throws EspalierException when there are none
     */
    public Examples examples(String split) {
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

    @Override
    public void close() {
        evaluation.close();
        network.close();
    }
}
