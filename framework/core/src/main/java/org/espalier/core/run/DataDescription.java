package org.espalier.core.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What data hold.
 *
 * @param name of the data
 * @param shape of an example
 * @param targets classes, or numbers to predict
 * @param positions of an example that have a label of their own
 * @param classNames in the order of labels; empty where the targets are numbers
 * @param links of the examples with each other, where there are any
 * @param splits those that have examples; training first
 * @param values all features of the training examples together
 * @param features each feature of the training examples; empty for pictures, sequences, and where there are too many
 * @param featureNames what the features are called; empty where they have no names
 * @param samples a few training examples: the first of each of the first classes, where examples have classes
 * @param digests of what the data came from
 */
public record DataDescription(
        String name,
        List<Integer> shape,
        int targets,
        int positions,
        List<String> classNames,
        Optional<Links> links,
        List<Split> splits,
        Range values,
        List<Range> features,
        List<String> featureNames,
        List<Sample> samples,
        Map<String, String> digests) {
    public DataDescription {
        shape = List.copyOf(shape);
        classNames = List.copyOf(classNames);
        splits = List.copyOf(splits);
        features = List.copyOf(features);
        featureNames = List.copyOf(featureNames);
        samples = List.copyOf(samples);
        digests = Map.copyOf(digests);
    }

    /** What to call a feature: its name, or its number from 0. */
    public String featureName(int feature) {
        return featureNames.isEmpty() ? Integer.toString(feature) : featureNames.get(feature);
    }

    /**
     * Links of examples with each other.
     *
     * @param count in one direction
     * @param fewest neighbours of an example
     * @param most neighbours of an example
     */
    public record Links(int count, int fewest, int most) {}

    /**
     * Numbers in figures.
     *
     * @param min the least; NaN when there is none
     * @param mean of those that are there; NaN when there is none
     * @param max the greatest; NaN when there is none
     * @param missing how many are not there
     */
    public record Range(double min, double mean, double max, long missing) {}

    /**
     * A part of the data.
     *
     * @param name {@code train}, {@code validation} or {@code test}
     * @param examples how many
     * @param missing features that are not there
     * @param classes labels of each class; empty where the targets are numbers
     * @param target the targets; empty where they are classes
     */
    public record Split(String name, int examples, long missing, List<Long> classes, Optional<Range> target) {
        public Split {
            classes = List.copyOf(classes);
        }
    }

    /**
     * A training example.
     *
     * @param id its number
     * @param features as the network reads them
     * @param labels of each position; -1 for none
     * @param target numbers to predict; empty where there are classes
     */
    public record Sample(int id, List<Float> features, List<Integer> labels, List<Float> target) {
        public Sample {
            features = List.copyOf(features);
            labels = List.copyOf(labels);
            target = List.copyOf(target);
        }
    }
}
