package org.espalier.core.operation;

import org.espalier.core.graph.Grid;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;

/** What the columns of a product's weight multiply at each position of its output, read from the plane of its input. */
public final class ProductColumns {
    private final Product product;
    private final Plane in;
    private final Taps taps;
    /** {@code [groups][columns]}: bytes from the tile under the first tap. */
    private final long[][] offsets;

    /**
     * @param in the plane of its input
     */
    public ProductColumns(Product product, Plane in) {
        this.product = product;
        this.in = in;
        this.taps = Taps.of(product, in);
        int rowsOfGroup = product.shape().rows() / product.groups();
        this.offsets = new long[product.groups()][product.shape().columns()];
        for (int group = 0; group < offsets.length; group++) {
            for (int column = 0; column < offsets[group].length; column++) {
                offsets[group][column] = 4L * in.lanes() * taps.feature(group * rowsOfGroup, column);
            }
        }
    }

    /** Positions of an example. */
    public int positions() {
        return product.output().positions().positions();
    }

    /** Examples of a block. */
    public int lanes() {
        return in.lanes();
    }

    /**
     * Reads one position of some examples of a block.
     *
     * @param lanes places of the examples in their block
     * @param count how many of them
     * @param out {@code [count][columns]}
     */
    public void read(int block, int position, int group, int[] lanes, int count, double[] out) {
        Grid grid = product.output().positions();
        long first = taps.first(block, position / grid.width(), position % grid.width());
        long[] columns = offsets[group];
        for (int column = 0; column < columns.length; column++) {
            long address = first + columns[column];
            for (int i = 0; i < count; i++) {
                out[i * columns.length + column] = NativeMemory.getFloat(address + 4L * lanes[i]);
            }
        }
    }
}
