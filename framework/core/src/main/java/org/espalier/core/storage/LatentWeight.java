package org.espalier.core.storage;

import java.util.Arrays;
import org.espalier.api.MatrixShape;
import org.espalier.api.border.TensorView;
import org.espalier.core.kernel.NativeMemory;

/**
 * A weight that trains the value of every position and is seen through a mask. Products read the links of the mask only;
 * the gradient is that of every position, whether it is seen or not: the mask is passed straight through (Bengio et al.,
 * "Estimating or Propagating Gradients Through Stochastic Neurons", 2013). Whoever changes values brings those that are
 * seen up to date with {@link #show}.
 */
public final class LatentWeight implements WeightStore {
    private final DenseWeight all;
    private final SparseWeight seen;
    private long[] positions;
    private float decay;

    /**
     * @param all the values of every position; the new weight closes it
     * @param mask the links that are seen
     * @param withTransposed whether input gradients will be asked for
     */
    public LatentWeight(DenseWeight all, Topology mask, boolean withTransposed) {
        this.all = all;
        this.positions = mask.positions();
        this.seen = new SparseWeight(mask, gather(), withTransposed);
    }

    private float[] gather() {
        float[] values = new float[positions.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = NativeMemory.getFloat(all.values() + 4 * positions[k]);
        }
        return values;
    }

    /** What products read: valid until the weight is closed. */
    public SparseWeight seen() {
        return seen;
    }

    /**
     * How strongly what is not seen is pulled towards zero: {@code gradient += decay · value}, as SR-STE does (Zhou et al.,
     * ICLR 2021).
     */
    public void decay(float newDecay) {
        decay = newDecay;
    }

    /**
     * Adds the pull to the gradients of positions first … first + count - 1.
     *
     * @param values of these positions
     * @param gradients of these positions
     */
    public void pull(int first, int count, float[] values, float[] gradients) {
        if (decay == 0) {
            return;
        }
        int link = linkFrom(first);
        for (int i = 0; i < count; i++) {
            if (link < positions.length && positions[link] == first + i) {
                link++;
            } else {
                gradients[i] = Math.fma(decay, values[i], gradients[i]);
            }
        }
    }

    /** The first link at a position or behind it. */
    private int linkFrom(int position) {
        int found = Arrays.binarySearch(positions, position);
        return found >= 0 ? found : -1 - found;
    }

    /** Brings what is seen of positions first … first + count - 1 up to date. Disjoint ranges may be shown side by side. */
    public void show(int first, int count) {
        long end = (long) first + count;
        for (int k = linkFrom(first); k < positions.length && positions[k] < end; k++) {
            seen.set(k, NativeMemory.getFloat(all.values() + 4 * positions[k]));
        }
    }

    /** Sees other links; those that come have the values of the edit, and slots stay as they are. */
    public void apply(TopologyEdit edit) {
        for (int i = 0; i < edit.grown().length; i++) {
            NativeMemory.setFloat(all.values() + 4 * edit.grown()[i], edit.values()[i]);
        }
        look(edit.applied(seen.topology()));
    }

    /** Sees other links; what is trained stays as it is. */
    public void look(Topology mask) {
        positions = mask.positions();
        seen.replace(mask, new float[][] {gather()});
    }

    @Override
    public MatrixShape shape() {
        return all.shape();
    }

    @Override
    public int count() {
        return all.count();
    }

    @Override
    public long values() {
        return all.values();
    }

    @Override
    public long gradient() {
        return all.gradient();
    }

    @Override
    public void slots(int number) {
        all.slots(number);
    }

    @Override
    public int slots() {
        return all.slots();
    }

    @Override
    public long slot(int index) {
        return all.slot(index);
    }

    @Override
    public long nextSlot(int index) {
        return all.nextSlot(index);
    }

    @Override
    public void exchangeSlots() {
        all.exchangeSlots();
    }

    @Override
    public void set(float[] newValues) {
        all.set(newValues);
        show(0, count());
    }

    /** Native bytes a latent weight holds. */
    public static long bytes(MatrixShape shape, long links, int slots, boolean withTransposed) {
        return DenseWeight.bytes(shape, slots) + SparseWeight.bytes(shape, links, 0, withTransposed);
    }

    @Override
    public long bytes() {
        return all.bytes() + seen.bytes();
    }

    /** What is seen: what the network computes with. */
    @Override
    public TensorView view() {
        return seen.view();
    }

    @Override
    public void close() {
        all.close();
        seen.close();
    }
}
