package org.espalier.it;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.backend.Backend;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.TensorFiles;
import org.espalier.api.loop.Optimizer;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.catalog.PartSource;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.files.DataFolders;
import org.espalier.core.files.Downloader;
import org.espalier.core.files.PublicDataFiles;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.graph.Model;
import org.espalier.core.model.Network;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunSummary;
import org.espalier.core.train.CheckpointSink;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Inherited;
import org.espalier.core.train.PhaseRun;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.ScheduledDial;
import org.espalier.core.train.StepSpec;
import org.espalier.core.train.TrainingData;
import org.espalier.embed.Espalier;
import org.espalier.embed.GuicePluginFactory;

/**
 * A recipe's network, to be trained and cut by hand.
 *
 * @param experiment what the recipe says
 * @param factory makes other plugins
 * @param services for them
 */
record Networks(Experiment experiment, GuicePluginFactory factory, PluginServices services) {
    /**
     * @param data a folder of public data sets, for recipes that do not draw theirs
     */
    static Networks of(Path recipe, Optional<Path> data) {
        return of(recipe, Map.of(), data);
    }

    /**
     * @param settings of the recipe's params
     * @param data a folder of public data sets, for recipes that do not draw theirs
     */
    static Networks of(Path recipe, Map<String, String> settings, Optional<Path> data) {
        try (Espalier espalier = Espalier.builder().build()) {
            RecipePlan plan = espalier.compile(recipe, settings);
            PluginServices services = PluginServices.of(
                            use -> {
                                throw new IllegalStateException("no schedule stands here");
                            },
                            plan.folder().orElse(Path.of("")))
                    .with(
                            DataFiles.class,
                            new PublicDataFiles(new DataFolders(data, Path.of("target")), Networks::none))
                    .with(TensorFiles.class, new SafetensorsFiles());
            GuicePluginFactory factory = new GuicePluginFactory(espalier.catalog());
            PluginServices whole = services.with(new PartSource() {
                @Override
                public <T> T part(Class<T> kind, PluginUse use) {
                    return factory.create(kind, use, services);
                }
            });
            return new Networks(Experiment.assemble(plan, espalier.catalog(), factory, whole), factory, whole);
        }
    }

    private static Downloader none() {
        throw new IllegalStateException("nothing is downloaded here");
    }

    /** The optimizer of the first phase. */
    Optimizer optimizer() {
        return experiment.phases().getFirst().optimizer();
    }

    Optimizer optimizer(String name, Map<String, ?> options) {
        return factory.create(Optimizer.class, PluginUse.of("optimizer", name, options), services);
    }

    Backend backend(String name) {
        return factory.create(Backend.class, PluginUse.of("backend", name, Map.of()), services);
    }

    /** The network as its first phase begins with it. */
    Network network() {
        Network network = experiment.network();
        experiment.enter(experiment.phases().getFirst(), network);
        return network;
    }

    /**
     * Trains as the first phase does, without rules and penalties.
     *
     * @param optimizer instead of the phase's
     * @param rate instead of the phase's
     * @param stream what the order of examples depends on
     * @param made steps the optimizer made before; 0: it begins anew
     */
    RunSummary.Phase train(
            Model model,
            Network network,
            TrainingData data,
            Engine engine,
            Optimizer optimizer,
            ScheduledDial rate,
            String stream,
            long steps,
            long made) {
        PhaseSpec whole = experiment.phases().getFirst();
        PhaseSpec plain = new PhaseSpec(
                whole.name(),
                steps,
                whole.stepsPerEpoch(),
                whole.batch(),
                whole.loss(),
                optimizer,
                rate,
                StepSpec.PLAIN,
                whole.dials(),
                List.of(),
                Optional.empty(),
                whole.onDivergence(),
                whole.sample(),
                false,
                false);
        try (PhaseRun run = new PhaseRun(
                plain,
                model,
                network,
                new Inherited(Inherited.nothing().masks(), Inherited.nothing().links(), Optional.empty(), made),
                data,
                engine,
                experiment.random(whole).fork(stream),
                Map.of(),
                event -> {},
                new RunControl(),
                CheckpointSink.none())) {
            return run.run();
        }
    }
}
