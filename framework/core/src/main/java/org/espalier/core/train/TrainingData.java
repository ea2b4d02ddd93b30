package org.espalier.core.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.border.Examples;

/**
 * The examples of a run, prepared and split. A split without examples has count 0.
 *
 * @param validation held out of training to watch and to choose by
 * @param test looked at, never chosen by
 */
public record TrainingData(Examples train, Examples validation, Examples test) {
    /** The splits that are measured at the end of each phase, by name. */
    public Map<String, Examples> judged() {
        Map<String, Examples> splits = new LinkedHashMap<>();
        if (validation.count() > 0) {
            splits.put("validation", validation);
        }
        if (test.count() > 0) {
            splits.put("test", test);
        }
        return splits;
    }

    /** The split watched while training goes on: validation if there is one, else test. */
    Map<String, Examples> watched() {
        Map<String, Examples> splits = judged();
        if (splits.size() > 1) {
            splits.remove("test");
        }
        return splits;
    }
}
