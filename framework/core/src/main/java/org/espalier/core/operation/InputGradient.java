package org.espalier.core.operation;

import org.espalier.core.graph.Binding;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.WorkerPool;

/** The gradient of a product's input, tile by tile. */
interface InputGradient extends AutoCloseable {
    /** For an input nobody asks a gradient of. */
    InputGradient NONE = new InputGradient() {
        @Override
        public void bind() {}

        @Override
        public void refresh(WorkerPool pool) {}

        @Override
        public int chunks() {
            return 0;
        }

        @Override
        public void run(int chunk) {}

        @Override
        public boolean takesLinks() {
            return false;
        }

        @Override
        public void withLinks(WorkerPool pool, long gradient) {}

        @Override
        public void close() {}
    };

    static InputGradient of(Product operation, TrainedWeight weight, Binding binding) {
        return binding.gradient(operation.input()).isPresent()
                ? new TileInputGradient(operation, weight, binding)
                : NONE;
    }

    /** Takes up a weight whose storage changed. */
    void bind();

    /** Takes up the weight's values. */
    void refresh(WorkerPool pool);

    int chunks();

    void run(int chunk);

    /** Whether {@link #withLinks} can compute the gradient of the weight's links as well. */
    boolean takesLinks();

    /**
     * The gradient of the input, and that of the weight's links.
     *
     * @param gradient address of {@code float[links]}
     */
    void withLinks(WorkerPool pool, long gradient);

    @Override
    void close();
}
