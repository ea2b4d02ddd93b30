package org.espalier.core.assembly;

import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Preparation;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.plan.ClassesPlan;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.trace.DataFacts;
import org.espalier.core.train.Sampler;
import org.espalier.core.train.TrainingData;

/**
 * Opens, splits and prepares data.
 *
 * @param dataset as the source describes it
 * @param splits ready to train on
 */
record DataAssembly(Dataset dataset, TrainingData splits) {
    /**
     * Data a network can read.
     *
     * @param random the run's stream
     * @throws EspalierException when a feature is missing or infinite
     */
    static DataAssembly of(DataPlan plan, PluginFactory factory, PluginServices services, RandomStream random) {
        DataAssembly opened = opened(plan, factory, services, random);
        new FiniteCheck(plan, opened.dataset()).check();
        return opened;
    }

    /**
     * Data as they come. Held-out examples are drawn before anything is measured, so preparations see the training examples
     * alone.
     *
     * @param random the run's stream
     */
    static DataAssembly opened(DataPlan plan, PluginFactory factory, PluginServices services, RandomStream random) {
        Dataset dataset =
                factory.create(DataSource.class, plan.source(), services).open();
        if (dataset.train().count() == 0) {
            throw new EspalierException(
                    plan.source().place() + ": the source '" + plan.source().name() + "' has no training examples.");
        }
        TrainingData split = split(plan, dataset, random.fork("split"));
        Dataset prepared = dataset.with(split.train(), new Joined(split.validation(), split.test()));
        for (PluginUse use : plan.prepare()) {
            prepared = factory.create(Preparation.class, use, services).apply(prepared);
        }
        Examples judged = prepared.test();
        int validation = split.validation().count();
        DataAssembly all = new DataAssembly(
                prepared,
                new TrainingData(
                        prepared.train(), range(judged, 0, validation), range(judged, validation, judged.count())));
        return plan.classes().map(all::picked).orElse(all);
    }

    /** What a network is told of the data. */
    DataFacts facts() {
        TokenCount tokens = new TokenCount(dataset.name(), dataset.features(), splits.train());
        return new DataFacts(dataset.graph(), tokens::of);
    }

    /** What was prepared with all classes, so that data of one source are prepared alike whatever is picked of them. */
    private DataAssembly picked(ClassesPlan classes) {
        ClassSelection selection = new ClassSelection(classes, dataset);
        TrainingData picked = new TrainingData(
                selection.ofTraining(splits.train()), selection.of(splits.validation()), selection.of(splits.test()));
        return new DataAssembly(dataset.with(picked.train(), new Joined(picked.validation(), picked.test())), picked);
    }

    static TrainingData split(DataPlan plan, Dataset dataset, RandomStream random) {
        Examples train = dataset.train();
        if (dataset.graph().isPresent() && plan.validation() + plan.test() > 0) {
            throw new EspalierException(plan.splitPlace() + ": the examples of the source '"
                    + plan.source().name() + "' are linked with each other, so none can be split off; leave out the"
                    + " split.");
        }
        boolean ownTest = dataset.test().count() > 0;
        if (ownTest && plan.test() > 0) {
            throw new EspalierException(plan.splitPlace() + ": the source '"
                    + plan.source().name() + "' has a test set of "
                    + dataset.test().count()
                    + " examples already; leave out 'test:' from the split.");
        }
        int validation = (int) Math.round(plan.validation() * train.count());
        int test = ownTest ? 0 : (int) Math.round(plan.test() * train.count());
        int rest = train.count() - validation - test;
        if (rest < 1) {
            throw new EspalierException(plan.splitPlace() + ": a split of " + plan.validation() + " for validation and "
                    + plan.test() + " for testing leaves no training examples of " + train.count() + ".");
        }
        if (validation + test == 0) {
            return new TrainingData(train, Subset.none(train), dataset.test());
        }
        int[] ids = new int[train.count()];
        Sampler.permute(ids, random);
        HoldOut parts = plan.stratified()
                ? HoldOut.stratified(ids, train, requireClasses(plan, dataset), validation, test)
                : HoldOut.plain(ids, validation, test);
        return new TrainingData(
                new Subset(train, parts.train()),
                new Subset(train, parts.validation()),
                ownTest ? dataset.test() : new Subset(train, parts.test()));
    }

    private static int requireClasses(DataPlan plan, Dataset dataset) {
        if (!dataset.classification() || dataset.positions() > 1) {
            throw new EspalierException(plan.splitPlace() + ": the examples of the source '"
                    + plan.source().name() + "' have no class of their own, so no share of each class can be held out;"
                    + " leave out 'stratified'.");
        }
        return dataset.targets();
    }

    private static Examples range(Examples whole, int from, int to) {
        if (from == 0 && to == whole.count()) {
            return whole;
        }
        int[] ids = new int[to - from];
        Arrays.setAll(ids, i -> from + i);
        return new Subset(whole, ids);
    }
}
