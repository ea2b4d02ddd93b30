package org.espalier.core.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.border.Examples;

/**
 * The examples of a run, prepared and split. A split without examples has count 0.
 *
 * @param validation held out of training to watch and to choose by
 * @param test looked at, never chosen by
 * @param further data beside these, by name
 */
public record TrainingData(Examples train, Examples validation, Examples test, Map<String, TrainingData> further) {
    public TrainingData {
        further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
    }

    /** With no data beside these. */
    public TrainingData(Examples train, Examples validation, Examples test) {
        this(train, validation, test, Map.of());
    }

    /** The same with others beside them. */
    public TrainingData beside(Map<String, TrainingData> others) {
        return new TrainingData(train, validation, test, others);
    }

    /** The splits that are measured at the end of each phase, by name; the test of further data has their name. */
    public Map<String, Examples> judged() {
        Map<String, Examples> splits = new LinkedHashMap<>();
        further.forEach((name, data) -> {
            if (data.test().count() > 0) {
                splits.put(name, data.test());
            }
        });
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
        if (validation.count() > 0) {
            return Map.of("validation", validation);
        }
        return test.count() > 0 ? Map.of("test", test) : Map.of();
    }
}
