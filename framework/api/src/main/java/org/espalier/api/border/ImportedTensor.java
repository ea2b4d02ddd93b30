package org.espalier.api.border;

import java.io.IOException;
import java.util.List;
import org.espalier.api.EspalierException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Numbers of a file that somebody gave a name.
 *
 * @param name for example {@code layer1.0.conv1.weight}
 * @param shape sizes, each at least 0; none for a single number
 * @param content reads them
 */
public record ImportedTensor(String name, List<Integer> shape, Content content) {
    public ImportedTensor {
        shape = List.copyOf(shape);
        if (shape.stream().anyMatch(size -> size < 0)) {
            throw new EspalierException(name + " has the shape " + shape + "; a size is at least 0.");
        }
    }

    /** How many numbers. */
    public long count() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /** Reads the numbers of a tensor. */
    @ConsumerType
    @FunctionalInterface
    public interface Content {
        /**
         * All numbers, in row order; or the links of a matrix.
         *
         * @throws EspalierException when the file has changed or is damaged there
         */
        TensorView read() throws IOException;
    }
}
