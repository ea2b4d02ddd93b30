package org.espalier.core.train;

import java.util.Arrays;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.Examples;
import org.espalier.api.loop.InputStatistics;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.model.Network;
import org.espalier.core.operation.Product;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;

/**
 * Measures what comes into products, in evaluation mode. Each measurement computes the network as far as the product, as it is
 * then: what was changed before is in it, whatever ways lead from there to here.
 *
 * @param examples of the training data
 * @param random a stream of its own; the same examples are drawn from it each time
 */
public record Calibration(
        Network network,
        Model model,
        Objective objective,
        Kernels kernels,
        WorkerPool pool,
        Examples examples,
        RandomStream random) {
    /** Columns whose Gram matrix takes 128 MiB. */
    public static final int MOST_COLUMNS = 4096;

    /**
     * Why the products of the inputs of a weight cannot be summed up; empty when they can.
     *
     * @param groups of the product
     */
    public static Optional<String> tooLarge(MatrixShape shape, int groups) {
        long sums = (long) groups * shape.columns() * shape.columns();
        long most = (long) MOST_COLUMNS * MOST_COLUMNS;
        return sums <= most
                ? Optional.empty()
                : Optional.of("The products of each two of the " + shape.columns() + " columns of " + shape.name()
                        + (groups == 1 ? "" : " in " + groups + " groups") + " are " + sums
                        + " numbers; there may be " + most + ", those of " + MOST_COLUMNS + " columns.");
    }

    /**
     * Sums over examples.
     *
     * @param most how many examples
     * @param gram whether products of columns are summed up as well
     * @throws EspalierException when they are not finite, or too many
     */
    public InputStatistics measure(Product product, int most, boolean gram) {
        Optional<String> problem = gram ? tooLarge(product.shape(), product.groups()) : Optional.empty();
        if (problem.isPresent()) {
            throw new EspalierException(problem.get());
        }
        boolean whole = model.wholeBatch() > 0;
        int[] ids = ids(whole, most);
        int capacity = Evaluation.capacity(model);
        try (Program program = new Program(network, model, objective, kernels, pool, capacity, Optional.empty())) {
            program.bind();
            BatchLoader loader = new BatchLoader(examples, program);
            InputSums sums = new InputSums(product, program, gram, pool);
            for (int first = 0; first < ids.length; first += capacity) {
                int live = Math.min(capacity, ids.length - first);
                System.arraycopy(ids, first, loader.ids(), 0, live);
                loader.load(pool, live);
                program.forwardTo(product, live);
                int start = first;
                sums.add(live, place -> !whole || examples.label(ids[start + place]) >= 0);
            }
            return sums.statistics();
        }
    }

    private int[] ids(boolean whole, int most) {
        int[] ids = new int[examples.count()];
        if (whole) {
            Arrays.setAll(ids, i -> i);
            return ids;
        }
        Sampler.permute(ids, random);
        return Arrays.copyOf(ids, Math.min(most, ids.length));
    }
}
