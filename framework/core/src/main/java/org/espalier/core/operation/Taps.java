package org.espalier.core.operation;

import org.espalier.api.graph.Window;
import org.espalier.core.graph.Plane;

/**
 * Where a product's links find their inputs. Seen from the input tile under the window's first tap, the input of a link is
 * so many features away: whole tiles for the tap, and the channel.
 *
 * @param in plane of the input
 * @param channels input channels of a group
 * @param rowsOfGroup output channels of a group
 */
record Taps(Window window, Plane in, int channels, int rowsOfGroup) {
    static Taps of(Product product, Plane in) {
        return new Taps(
                product.window(),
                in,
                product.shape().channels(),
                product.shape().rows() / product.groups());
    }

    /** The group of an output channel. */
    int group(int row) {
        return row / rowsOfGroup;
    }

    /** The input channel of a column of the weight, seen from an output channel. */
    int channel(int row, int column) {
        return group(row) * channels + column / window.taps();
    }

    /** The tap of a column of the weight. */
    int tap(int column) {
        return column % window.taps();
    }

    int tapY(int tap) {
        return tap / window.width() * window.dilationY();
    }

    int tapX(int tap) {
        return tap % window.width() * window.dilationX();
    }

    /** How many features the input of a link is away from the first tap's tile. */
    int feature(int row, int column) {
        int tap = tap(column);
        return (tapY(tap) * in.pitch() + tapX(tap)) * in.features() + channel(row, column);
    }

    /** The address of the input tile under the first tap for an output position. */
    long first(int block, int y, int x) {
        return in.tile(block, y * window.strideY() - window.paddingY(), x * window.strideX() - window.paddingX());
    }
}
