package org.espalier.api.border;

import java.util.List;
import java.util.Map;

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
 */
public record Dataset(
        String name,
        List<Integer> shape,
        int targets,
        List<String> classNames,
        Examples train,
        Examples test,
        Map<String, String> digests) {
    public Dataset {
        shape = List.copyOf(shape);
        classNames = List.copyOf(classNames);
        digests = Map.copyOf(digests);
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

    /** The same data with other examples. */
    public Dataset with(Examples newTrain, Examples newTest) {
        return new Dataset(name, shape, targets, classNames, newTrain, newTest, digests);
    }
}
