package org.espalier.core.imports;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Reading;
import org.espalier.core.graph.Value;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.operation.Flatten;
import org.jspecify.annotations.Nullable;

/**
 * Where the features of flattened pictures stand in a network that counts channels first. Here a picture becomes the features
 * {@code [height, width, channels]}, there {@code [channels, height, width]}; whatever has a number for each of these
 * features, behind the flattening and as far as features keep their identity, has them in the other order there.
 */
final class FlatPictures {
    /** How much higher the number of a feature is with channels first; values that are not here keep theirs. */
    private final Map<Value, int[]> shifts = new HashMap<>();
    /** The same for the columns of weights and the numbers of vectors, by name. */
    private final Map<String, Map<Integer, Integer>> places = new HashMap<>();

    private FlatPictures() {}

    /**
     * Follows the flattened pictures of a model.
     *
     * @throws EspalierException when something reads them of which nobody knows which feature is which
     */
    static FlatPictures of(Model model) {
        FlatPictures pictures = new FlatPictures();
        for (Operation operation : model.operations()) {
            if (operation instanceof Flatten flatten) {
                pictures.flatten(flatten);
            } else if (operation.inputs().stream().anyMatch(pictures.shifts::containsKey)) {
                operation.couple(pictures.new Walk(operation));
            }
        }
        return pictures;
    }

    private void flatten(Flatten flatten) {
        List<Integer> grid = flatten.input().grid();
        int channels = flatten.input().features();
        if (grid.size() != 2 || channels == 1 || flatten.output().features() == channels) {
            return;
        }
        int positions = flatten.output().features() / channels;
        int[] shift = new int[flatten.output().features()];
        for (int feature = 0; feature < shift.length; feature++) {
            shift[feature] = feature % channels * positions + feature / channels - feature;
        }
        shifts.put(flatten.output(), shift);
    }

    /**
     * Where the columns of a weight, or the numbers of a vector, stand with channels first.
     *
     * @param count how many there are
     * @return {@code [count]}; empty when they stand where they stand here
     * @throws EspalierException when some of them have no place of their own there
     */
    Optional<int[]> order(String parameter, int count) {
        Map<Integer, Integer> shifted = places.get(parameter);
        if (shifted == null) {
            return Optional.empty();
        }
        int[] order = new int[count];
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < count; i++) {
            order[i] = i + shifted.getOrDefault(i, 0);
            if (order[i] < 0 || order[i] >= count || !taken.add(order[i])) {
                throw new EspalierException("'" + parameter
                        + "' reads a part of a flattened picture that is another part with channels first");
            }
        }
        return Optional.of(order);
    }

    /** Told by one operation how its features hang together. */
    private final class Walk implements Coupling {
        private final Operation operation;

        Walk(Operation operation) {
            this.operation = operation;
        }

        @Override
        public void fix(Value value) {
            if (shifts.containsKey(value)) {
                throw new EspalierException(
                        "'" + operation.label()
                                + "' computes with all features of a flattened picture, whose order is another with channels first");
            }
        }

        @Override
        public void tie(Value a, int feature, Value b, int other) {
            if (b == operation.output()) {
                shift(a, feature, b, other);
            } else if (a == operation.output()) {
                shift(b, other, a, feature);
            }
        }

        private void shift(Value from, int feature, Value to, int other) {
            int[] known = shifts.get(from);
            if (known != null) {
                shifts.computeIfAbsent(to, value -> new int[value.features()])[other] = known[feature];
            }
        }

        @Override
        public void row(String parameter, int row, Value value, int feature) {
            note(parameter, row, value, feature);
        }

        @Override
        public void column(MatrixShape table, int channel, Value value, int feature) {
            note(table.name(), channel, value, feature);
        }

        @Override
        public void read(Reading reading) {
            reading.weight()
                    .ifPresent(weight -> note(weight.name(), reading.channel(), reading.value(), reading.feature()));
        }

        private void note(String parameter, int number, Value value, int feature) {
            int @Nullable [] known = shifts.get(value);
            if (known != null && known[feature] != 0) {
                places.computeIfAbsent(parameter, p -> new HashMap<>()).put(number, known[feature]);
            }
        }

        @Override
        public void shift(Value value, ParameterSpec numbers, int times) {
            // says what can be taken over, nothing about places
        }
    }
}
