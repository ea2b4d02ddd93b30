package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.EspalierException;

/** A tensor that stands in a file. What a file declares is compared with what it has before memory is taken for it. */
final class Stored {
    private static final long MOST_ROWS = 1 << 24;

    private final String label;
    private final List<Integer> sizes;
    private final TensorProto numbers;
    private final long[] places;
    private final boolean sparse;

    private Stored(String label, List<Integer> sizes, TensorProto numbers, long[] places, boolean sparse) {
        this.label = label;
        this.sizes = sizes;
        this.numbers = numbers;
        this.places = places;
        this.sparse = sparse;
    }

    /**
     * All numbers.
     *
     * @throws EspalierException when the file has not as many as it declares
     */
    static Stored of(String file, TensorProto tensor) {
        String label = file + ": the tensor '" + tensor.getName() + "'";
        List<Integer> sizes = sizes(label, tensor.getDimsList());
        long declared = count(label, sizes);
        long there = there(label, tensor);
        if (declared != there) {
            throw new EspalierException(
                    label + " is declared as " + sizes + ", which is " + declared + " numbers, and has " + there + ".");
        }
        return new Stored(label, sizes, tensor, new long[0], false);
    }

    /**
     * Those that are not 0.
     *
     * @throws EspalierException when their places are not ascending, or outside
     */
    static Stored of(String file, SparseTensorProto tensor) {
        Stored numbers = of(file, tensor.getValues());
        Stored indices = of(file, tensor.getIndices());
        List<Integer> sizes = sizes(numbers.label, tensor.getDimsList());
        requireMatrix(numbers.label, sizes);
        long all = count(numbers.label, sizes);
        int links = numbers.count();
        long[] given = indices.whole();
        int each = links == 0 ? 1 : given.length / links;
        if (given.length != (long) each * links || each != 1 && each != sizes.size()) {
            throw new EspalierException(numbers.label + " has " + given.length + " indices for " + links
                    + " numbers of " + sizes + "; it needs 1 or " + sizes.size() + " for each.");
        }
        long[] places = new long[links];
        for (int k = 0; k < links; k++) {
            long place = 0;
            for (int i = 0; i < each; i++) {
                place = each == 1 ? given[k] : place * sizes.get(i) + given[k * each + i];
            }
            if (place < 0 || place >= all || k > 0 && place <= places[k - 1]) {
                throw new EspalierException(numbers.label + " has its number " + k + " at the place " + place
                        + "; places ascend and are below " + all + ".");
            }
            places[k] = place;
        }
        return new Stored(numbers.label, sizes, numbers.numbers, places, true);
    }

    private static List<Integer> sizes(String label, List<Long> given) {
        List<Integer> sizes = new ArrayList<>();
        for (long size : given) {
            if (size < 0 || size > Integer.MAX_VALUE) {
                throw new EspalierException(
                        label + " is declared as " + given + "; a size is from 0 to " + Integer.MAX_VALUE + ".");
            }
            sizes.add((int) size);
        }
        return sizes;
    }

    private static long count(String label, List<Integer> sizes) {
        try {
            return sizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw new EspalierException(label + " is declared as " + sizes + ", more numbers than there can be.", e);
        }
    }

    /** Links are few whatever is declared, so what is made of rows and columns is bounded by itself. */
    private static void requireMatrix(String label, List<Integer> sizes) {
        long rows = sizes.isEmpty() ? 1 : sizes.getFirst();
        long all = count(label, sizes);
        if (sizes.stream().anyMatch(size -> size > MOST_ROWS) || rows > 0 && all / rows > Integer.MAX_VALUE) {
            throw new EspalierException(label + " is declared as " + sizes + "; " + MOST_ROWS
                    + " rows are read, of as many columns and of at most " + Integer.MAX_VALUE + " numbers.");
        }
    }

    private static long there(String label, TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new EspalierException(label + " stands in another file; write the model into one.");
        }
        int raw = tensor.getRawData().size();
        return switch (type(tensor)) {
            case FLOAT -> raw > 0 ? whole(label, raw, 4) : tensor.getFloatDataCount();
            case DOUBLE -> raw > 0 ? whole(label, raw, 8) : tensor.getDoubleDataCount();
            case FLOAT16 -> raw > 0 ? whole(label, raw, 2) : tensor.getInt32DataCount();
            case INT64 -> raw > 0 ? whole(label, raw, 8) : tensor.getInt64DataCount();
            case INT32 -> raw > 0 ? whole(label, raw, 4) : tensor.getInt32DataCount();
            default ->
                throw new EspalierException(label + " has numbers of the type " + tensor.getDataType()
                        + "; floats of 16, 32 and 64 bits and whole numbers of 32 and 64 are read.");
        };
    }

    private static TensorProto.DataType type(TensorProto tensor) {
        TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
        return type == null ? TensorProto.DataType.UNDEFINED : type;
    }

    private static long whole(String label, int bytes, int each) {
        if (bytes % each != 0) {
            throw new EspalierException(label + " has " + bytes + " bytes, which are no numbers of " + each + ".");
        }
        return bytes / each;
    }

    List<Integer> sizes() {
        return sizes;
    }

    /** Whether it is one number. */
    boolean isSingle() {
        return count() == 1 && sizes.stream().allMatch(size -> size == 1);
    }

    /** Numbers that are stored. */
    int count() {
        return Math.toIntExact(there(label, numbers));
    }

    /** A matrix of the first size and the product of the others. */
    Matrix matrix() {
        return matrix(
                sizes.isEmpty() ? 1 : sizes.getFirst(), sizes.stream().skip(1).reduce(1, Math::multiplyExact));
    }

    /** The same numbers in so many rows and columns. */
    Matrix matrix(int rows, int columns) {
        if (sparse) {
            return Matrix.links(rows, columns, places, floats());
        }
        return numbers.getDocString().equals(Tensors.LINKED)
                ? Matrix.marked(rows, columns, floats())
                : Matrix.all(rows, columns, floats());
    }

    private float[] floats() {
        float[] floats = new float[count()];
        ByteBuffer raw = raw();
        for (int i = 0; i < floats.length; i++) {
            floats[i] = switch (type(numbers)) {
                case FLOAT -> raw.hasRemaining() ? raw.getFloat() : numbers.getFloatData(i);
                case DOUBLE -> (float) (raw.hasRemaining() ? raw.getDouble() : numbers.getDoubleData(i));
                case FLOAT16 ->
                    Float.float16ToFloat(raw.hasRemaining() ? raw.getShort() : (short) numbers.getInt32Data(i));
                default -> throw new EspalierException(label + " has whole numbers where floats are meant.");
            };
        }
        return floats;
    }

    /** All numbers, where they are whole. */
    long[] whole() {
        long[] whole = new long[count()];
        ByteBuffer raw = raw();
        for (int i = 0; i < whole.length; i++) {
            whole[i] = switch (type(numbers)) {
                case INT64 -> raw.hasRemaining() ? raw.getLong() : numbers.getInt64Data(i);
                case INT32 -> raw.hasRemaining() ? raw.getInt() : numbers.getInt32Data(i);
                default -> throw new EspalierException(label + " has other numbers where whole ones are meant.");
            };
        }
        return whole;
    }

    boolean isWhole() {
        return switch (type(numbers)) {
            case INT64, INT32 -> true;
            default -> false;
        };
    }

    private ByteBuffer raw() {
        return numbers.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
