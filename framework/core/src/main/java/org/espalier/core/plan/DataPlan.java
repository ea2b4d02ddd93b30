package org.espalier.core.plan;

import java.util.List;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;

/**
 * What to train on.
 *
 * @param source a plugin of kind {@code source}
 * @param prepare plugins of kind {@code prepare}, in order
 * @param validation the share of training examples held out for validation, in [0, 1)
 * @param test the share of training examples held out for testing when the source has no test set, in [0, 1)
 * @param stratified whether of each class the same share is held out
 * @param batch examples in a step
 * @param classes those that are picked when everything is prepared; empty: all
 * @param splitPlace where the split stands
 * @param place where the block stands
 */
public record DataPlan(
        PluginUse source,
        List<PluginUse> prepare,
        double validation,
        double test,
        boolean stratified,
        int batch,
        Optional<ClassesPlan> classes,
        Place splitPlace,
        Place place) {
    public DataPlan {
        prepare = List.copyOf(prepare);
    }
}
