package org.espalier.plugins.data.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.espalier.api.border.NumberType;
import org.espalier.plugins.data.pickle.PickleValue;

/** What the pickles of PyTorch make beyond plain values. */
sealed interface TorchValue extends PickleValue.Made {
    /** The things of Python a file of tensors may name. */
    enum Name implements TorchValue {
        ORDERED_TABLE("collections OrderedDict"),
        TENSOR("torch._utils _rebuild_tensor"),
        TENSOR_2("torch._utils _rebuild_tensor_v2"),
        PARAMETER("torch._utils _rebuild_parameter");

        private final String python;

        Name(String python) {
            this.python = python;
        }

        /** The thing of that module and name. */
        static Optional<Name> of(String python) {
            return Arrays.stream(values())
                    .filter(name -> name.python.equals(python))
                    .findFirst();
        }

        @Override
        public String kind() {
            return "the name " + python;
        }
    }

    /** The type of the numbers of a storage. */
    record StorageType(String python, NumberType numbers) implements TorchValue {
        private static final List<StorageType> ALL = List.of(
                new StorageType("torch DoubleStorage", NumberType.F64),
                new StorageType("torch FloatStorage", NumberType.F32),
                new StorageType("torch HalfStorage", NumberType.F16),
                new StorageType("torch BFloat16Storage", NumberType.BF16),
                new StorageType("torch LongStorage", NumberType.I64),
                new StorageType("torch IntStorage", NumberType.I32),
                new StorageType("torch ShortStorage", NumberType.I16),
                new StorageType("torch CharStorage", NumberType.I8),
                new StorageType("torch ByteStorage", NumberType.U8),
                new StorageType("torch BoolStorage", NumberType.BOOL));

        static Optional<StorageType> of(String python) {
            return ALL.stream().filter(type -> type.python.equals(python)).findFirst();
        }

        @Override
        public String kind() {
            return "the name " + python;
        }
    }

    /**
     * Numbers that lie outside of the pickle.
     *
     * @param key they are found by
     * @param count how many there are
     */
    record Storage(String key, NumberType type, long count) implements TorchValue {
        long bytes() {
            return count * type.bytes();
        }

        @Override
        public String kind() {
            return "a storage";
        }
    }

    /**
     * A view of a storage, which lies within it.
     *
     * @param first number of it
     * @param shape sizes
     * @param strides how many numbers further the next of each dimension is
     */
    record Tensor(Storage storage, long first, List<Integer> shape, List<Integer> strides) implements TorchValue {
        /** Beyond all that can be; sums with what one dimension adds do not overflow. */
        private static final long FARTHEST = 1L << 62;

        public Tensor {
            shape = List.copyOf(shape);
            strides = List.copyOf(strides);
        }

        int count() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }

        /** How many numbers of the storage lie between the first and the last that it shows, both counted. */
        long extent() {
            long last = 0;
            for (int d = 0; d < shape.size(); d++) {
                last = Math.min(FARTHEST, last + (shape.get(d) - 1L) * strides.get(d));
            }
            return count() == 0 ? 0 : last + 1;
        }

        @Override
        public String kind() {
            return "a tensor";
        }
    }
}
