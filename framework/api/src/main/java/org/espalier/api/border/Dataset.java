package org.espalier.api.border;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data as a source delivers it.
 *
 * @param name for people
 * @param shape the shape of one example: {@code [features]}, {@code [steps, features]} or {@code [height, width, channels]}
 * @param targets how many numbers the model must output: classes, or numeric targets
 * @param classNames names of the classes in the order of labels; empty where the targets are numbers
 * @param train the examples to learn from
 * @param test the examples to judge by; count 0 when the source has none
 * @param digests a digest (algorithm:hex) of each file or generator the data came from
 * @param graph links between the examples, where there are any. Train and test then hold the same examples, all of the
 *     graph (a test without examples holds none), and differ in their labels alone: an example that does not count in one
 *     of them has label -1 there
 * @param featureNames what the features are called, as many as there are; empty where they have no names
 */
public record Dataset(
        String name,
        List<Integer> shape,
        int targets,
        List<String> classNames,
        Examples train,
        Examples test,
        Map<String, String> digests,
        Optional<ExampleGraph> graph,
        List<String> featureNames) {
    public Dataset {
        shape = List.copyOf(shape);
        classNames = List.copyOf(classNames);
        digests = Map.copyOf(digests);
        featureNames = List.copyOf(featureNames);
        requireNames(shape, featureNames);
        if (graph.isPresent()) {
            requireAll("training", train.count(), graph.get());
            if (test.count() > 0) {
                requireAll("test", test.count(), graph.get());
            }
        }
    }

    /** Data whose features have no names. */
    public Dataset(
            String name,
            List<Integer> shape,
            int targets,
            List<String> classNames,
            Examples train,
            Examples test,
            Map<String, String> digests,
            Optional<ExampleGraph> graph) {
        this(name, shape, targets, classNames, train, test, digests, graph, List.of());
    }

    /** Data whose examples are not linked. */
    public Dataset(
            String name,
            List<Integer> shape,
            int targets,
            List<String> classNames,
            Examples train,
            Examples test,
            Map<String, String> digests) {
        this(name, shape, targets, classNames, train, test, digests, Optional.empty());
    }

    private static void requireNames(List<Integer> shape, List<String> names) {
        int features = shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
        if (!names.isEmpty() && names.size() != features) {
            throw new IllegalArgumentException(
                    "there are " + names.size() + " names for " + features + " features; each has one, or none has");
        }
    }

    private static void requireAll(String split, int count, ExampleGraph graph) {
        if (count != graph.examples()) {
            throw new IllegalArgumentException("the graph links " + graph.examples() + " examples, but there are "
                    + count + " " + split + " examples; where there is a graph, each split holds all of its examples");
        }
    }

    /** Features of one example: the product of {@link #shape}. */
    public int features() {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }

    /** Positions of an example that have a label of their own. */
    public int positions() {
        return train.positions();
    }

    /** Whether examples carry class labels. */
    public boolean classification() {
        return !classNames.isEmpty();
    }

    /** The same data with other examples; where there is a graph, it links these. */
    public Dataset with(Examples newTrain, Examples newTest) {
        return new Dataset(name, shape, targets, classNames, newTrain, newTest, digests, graph, featureNames);
    }

    /**
     * The same data with names for the features.
     *
     * @param names as many as there are features, in their order; empty: none
     */
    public Dataset named(List<String> names) {
        return new Dataset(name, shape, targets, classNames, train, test, digests, graph, names);
    }
}
