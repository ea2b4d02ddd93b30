package org.espalier.core.execution;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Transform;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.model.Network;
import org.espalier.core.plan.TransformPlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.surgery.Factors;
import org.espalier.core.train.Calibration;
import org.espalier.core.train.CheckpointSink;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Inherited;
import org.espalier.core.train.PhaseRun;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.ScheduledDial;

/**
 * One use of a transform on a network.
 *
 * @param inherited what phases left for a phase that trains in between
 * @param measured measures the network as it is: values of every metric by split
 */
record TransformUse(
        TransformPlan plan,
        Experiment experiment,
        Network network,
        Engine engine,
        Inherited inherited,
        Supplier<Map<String, Map<String, Double>>> measured) {
    /**
     * Lets it change the values and links of the network.
     *
     * @return what takes the place of weights, by their names
     */
    SortedMap<String, Factors> apply() {
        Transform transform = Objects.requireNonNull(experiment.transforms().get(plan));
        RandomStream random = experiment.random(plan);
        EditedProducts products =
                new EditedProducts(calibration(random), plan::selects, transform.needs(), experiment.ranks(plan));
        transform.apply(new EditedNetwork(
                experiment.model(), network, plan::selects, products, this::validated, this::train, random));
        return products.factorised();
    }

    private Calibration calibration(RandomStream random) {
        return new Calibration(
                network,
                experiment.model(),
                experiment
                        .phases()
                        .get(plan.after() - 1)
                        .objective(experiment.model())
                        .alone(),
                engine.kernels(),
                engine.pool(),
                experiment.data().train(),
                random.fork("calibration"));
    }

    private double train(int number, int steps, double learningRate) {
        PhaseSpec last = experiment.phases().get(plan.after() - 1);
        PhaseSpec between = last.trial(steps, ScheduledDial.fixed(learningRate), List.of());
        try (PhaseRun run = new PhaseRun(
                between,
                experiment.model(),
                network,
                inherited,
                TrialRun.trainingOnly(experiment.data()),
                engine,
                experiment.random(plan).fork("train/" + number),
                Map.of(),
                event -> {},
                new RunControl(),
                CheckpointSink.none())) {
            return run.run().trainLoss();
        }
    }

    private Map<String, Double> validated() {
        return Optional.ofNullable(measured.get().get("validation"))
                .orElseThrow(() ->
                        new EspalierException("The transform '" + plan.use().name()
                                + "' measures the network, and no validation data is held out. Say in data { … }: split"
                                + " validation: 0.1"));
    }
}
