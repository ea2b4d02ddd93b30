package org.espalier.core.assembly;

import java.nio.file.Path;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Preparation;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.train.TrainingData;

/** Examples of which nobody knows what a model should give, prepared as those it was trained with. */
public final class Questions {
    private Questions() {}

    /**
     * Reads a file of them.
     *
     * @param file one that the recipe's source can read
     * @throws EspalierException when the source reads no such files, or this one is missing, damaged or of other examples
     */
    public static Examples of(RecipePlan plan, Path file, PluginFactory factory, PluginServices services) {
        DataPlan data = plan.data();
        DataSource source = factory.create(DataSource.class, data.source(), services);
        Examples questions = source.questions(file)
                .orElseThrow(() -> new EspalierException("The source '"
                        + data.source().name() + "' reads no files of further examples; one that does is 'csv'."));
        Dataset dataset = source.open();
        // What was held out was not measured when preparations measured the training examples.
        TrainingData split = DataAssembly.split(
                data, dataset, RandomStream.ofSeed(plan.seed()).fork("split"));
        Dataset prepared = dataset.with(split.train(), questions);
        for (PluginUse use : data.prepare()) {
            prepared = factory.create(Preparation.class, use, services).apply(prepared);
        }
        return prepared.test();
    }
}
