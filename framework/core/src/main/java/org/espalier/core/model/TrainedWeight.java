package org.espalier.core.model;

import java.util.Arrays;
import java.util.Optional;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.StartValue;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.DenseImage;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.Topology;
import org.espalier.core.storage.TopologyEdit;
import org.espalier.core.storage.WeightStore;

/** A weight of a network. It is stored densely until it is made sparse or latent. */
public final class TrainedWeight implements AutoCloseable {
    private final WeightSpec spec;
    private WeightStore store;
    /** While products read every position of a weight that has links. */
    private Optional<DenseImage> image = Optional.empty();

    private long denseFrom = Long.MAX_VALUE;
    private boolean bf16;

    /**
     * @param random the run's stream
     * @param start the links it starts with; empty: every position, stored densely
     */
    TrainedWeight(WeightSpec spec, RandomStream random, Optional<long[]> start) {
        this.spec = spec;
        RandomStream stream = random.fork("init/" + spec.layer());
        this.store = start.isPresent() ? fresh(start.get(), stream) : freshDense(stream);
    }

    private WeightStore fresh(long[] positions, RandomStream random) {
        FirstLinks links = FirstLinks.of(shape(), positions);
        return sparse(positions, links.values(spec.start().start(links, random), positions));
    }

    private WeightStore freshDense(RandomStream random) {
        MatrixShape shape = spec.shape();
        DenseWeight dense = freshStore();
        FirstLinks links = FirstLinks.all(shape);
        StartValue start = spec.start().start(links, random);
        // Row by row, so that nothing of the weight's size is held beside the weight itself.
        for (int r = 0; r < shape.rows(); r++) {
            float[] values = links.row(start, r);
            NativeMemory.copy(values, 0, dense.values() + 4L * r * values.length, values.length);
        }
        return dense;
    }

    private DenseWeight freshStore() {
        return new DenseWeight(
                spec.shape(), spec.stored().stream().mapToInt(Integer::intValue).toArray());
    }

    private SparseWeight sparse(long[] positions, float[] values) {
        return new SparseWeight(Topology.of(shape(), positions), values, spec.transposed());
    }

    public WeightSpec spec() {
        return spec;
    }

    /** What recipes select it by. */
    public String layer() {
        return spec.layer();
    }

    public MatrixShape shape() {
        return spec.shape();
    }

    /** What is trained, as it is stored now. */
    public WeightStore store() {
        return store;
    }

    /** What the network computes with: every position, a {@link DenseWeight}, or links, a {@link SparseWeight}. */
    public WeightStore seen() {
        return store instanceof LatentWeight latent ? latent.seen() : store;
    }

    /**
     * From how many links on products read every position, zero where there is no link. That changes how fast they are and
     * the order of the sums of the gradient, and nothing else. It counts from the next {@link #bindImage} on.
     *
     * @param links 0: always; {@link Long#MAX_VALUE}: never
     */
    public void denseFrom(long links) {
        denseFrom = links;
    }

    /**
     * Whether products that can do so round to bfloat16 what its links fetch. It counts for those that are bound from now on.
     */
    public void bf16(boolean rounded) {
        bf16 = rounded;
    }

    /** Whether the rows that its links fetch are to be rounded to bfloat16: it has links, and trains them. */
    public boolean bf16() {
        return bf16 && store instanceof SparseWeight && denseFrom == Long.MAX_VALUE;
    }

    /** Takes up the links there are now, for products that are about to be bound. */
    public void bindImage() {
        boolean densely = sparse() && seen().count() >= denseFrom;
        if (densely == image.isPresent()) {
            image.ifPresent(DenseImage::clear);
        } else {
            image.ifPresent(DenseImage::close);
            image = densely ? Optional.of(new DenseImage(shape())) : Optional.empty();
        }
        if (store instanceof SparseWeight sparse) {
            sparse.transposedRead(!densely);
        }
    }

    /** Whether products read every position of a weight that has links. */
    public boolean executedDensely() {
        return image.isPresent();
    }

    /** What products read: {@link #seen}, or every position of a weight that is executed densely. */
    public WeightStore read() {
        return image.isPresent() ? image.get().all() : seen();
    }

    /** Where products leave the gradient: {@link #store}, or every position of a sparse weight that is executed densely. */
    public WeightStore learned() {
        return image.isPresent() && store instanceof SparseWeight ? image.get().all() : store;
    }

    /** Brings rows from … to - 1 of {@link #read} up to date. */
    public void show(int from, int to) {
        if (image.isPresent()) {
            image.get().show(links(), from, to);
        }
    }

    /** Brings rows from … to - 1 of what {@link #learned} holds to where it is trained. */
    public void gather(int from, int to) {
        if (image.isPresent() && store instanceof SparseWeight sparse) {
            image.get().gather(sparse, from, to);
        }
    }

    /** Whether it has links. */
    public boolean sparse() {
        return seen() instanceof SparseWeight;
    }

    /** Whether every position is trained and links are seen. */
    public boolean latent() {
        return store instanceof LatentWeight;
    }

    /** How it is stored, in one word. */
    public String storage() {
        return switch (store) {
            case DenseWeight _ -> "dense";
            case SparseWeight _ -> "sparse";
            case LatentWeight _ -> "latent";
        };
    }

    /** The links products read. */
    public SparseWeight links() {
        if (seen() instanceof SparseWeight sparse) {
            return sparse;
        }
        throw new IllegalStateException(layer() + " is not sparse");
    }

    /**
     * Drops and grows links: trained ones, or, of a latent weight, seen ones.
     *
     * @throws IllegalStateException when the weight is dense
     */
    public void apply(TopologyEdit edit) {
        switch (store) {
            case SparseWeight sparse -> sparse.apply(edit);
            case LatentWeight latent -> latent.apply(edit);
            case DenseWeight _ -> throw new IllegalStateException(layer() + " is not sparse");
        }
    }

    /** Keeps only the given positions of a weight that was dense; values and slots stay. */
    public void makeSparse(long[] positions) {
        if (!(store instanceof DenseWeight dense)) {
            throw new IllegalStateException(layer() + " is sparse already");
        }
        float[] values = new float[positions.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = NativeMemory.getFloat(dense.values() + 4 * positions[k]);
        }
        store = sparse(positions, values);
        store.slotsOf(dense, whole(positions));
        dense.close();
    }

    /**
     * Trains every position from now on. What is not stored starts at zero.
     *
     * @param positions what is seen
     * @throws IllegalStateException when the weight is latent already
     */
    public void makeLatent(long[] positions) {
        DenseWeight all = switch (store) {
            case DenseWeight dense -> dense;
            case SparseWeight sparse -> spread(sparse);
            case LatentWeight _ -> throw new IllegalStateException(layer() + " is latent already");
        };
        store = new LatentWeight(all, Topology.of(shape(), positions), spec.transposed());
    }

    private DenseWeight spread(SparseWeight sparse) {
        DenseWeight all = freshStore();
        long[] positions = sparse.positions();
        for (int k = 0; k < positions.length; k++) {
            float value = NativeMemory.getFloat(sparse.values() + 4L * k);
            NativeMemory.setFloat(all.values() + 4 * positions[k], value);
        }
        int[] origin = new int[all.count()];
        Arrays.fill(origin, -1);
        for (int k = 0; k < positions.length; k++) {
            origin[(int) positions[k]] = k;
        }
        all.slotsOf(sparse, origin);
        sparse.close();
        return all;
    }

    private static int[] whole(long... positions) {
        return Arrays.stream(positions).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * Only the links a latent weight is seen with are left, and are trained from now on.
     *
     * @throws IllegalStateException when the weight is not latent
     */
    public void settle() {
        if (!(store instanceof LatentWeight latent)) {
            throw new IllegalStateException(layer() + " is not latent");
        }
        SparseWeight seen = latent.seen();
        long[] positions = seen.positions();
        store = sparse(positions, NativeMemory.floats(seen.values(), seen.count()));
        store.slotsOf(latent, whole(positions));
        latent.close();
    }

    @Override
    public void close() {
        image.ifPresent(DenseImage::close);
        store.close();
    }
}
