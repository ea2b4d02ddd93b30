package org.espalier.core.operation;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;

/**
 * Which tiles a pool reads for each tile it writes. Forward, the output tile has the input tiles under its window, numbered
 * by tap; backward, the input tile has the output tiles whose windows cover it, numbered by the tap that does.
 */
final class PoolTables {
    private final long[] results;
    private final int[] starts;
    private final long sources;
    private final long numbers;
    private final long beside;

    /** A tile that is read. */
    private record Source(long address, int number, long beside) {}

    private PoolTables(long[] results, List<List<Source>> found, NativeMemory memory) {
        this.results = results;
        this.starts = new int[results.length + 1];
        for (int r = 0; r < results.length; r++) {
            starts[r + 1] = starts[r] + found.get(r).size();
        }
        List<Source> all = found.stream().flatMap(List::stream).toList();
        this.sources = memory.copyOf(all.stream().mapToLong(Source::address).toArray());
        this.numbers = memory.copyOf(all.stream().mapToInt(Source::number).toArray());
        this.beside = memory.copyOf(all.stream().mapToLong(Source::beside).toArray());
    }

    /** From input to output tiles. */
    static PoolTables forward(Window window, Plane in, Plane out, NativeMemory memory) {
        long[] results = new long[out.tiles()];
        List<List<Source>> found = empty(out);
        forEach(window, in, out, (block, inY, inX, outY, outX, tap) -> {
            int place = place(out, block, outY, outX);
            results[place] = out.tile(block, outY, outX);
            found.get(place).add(new Source(in.tile(block, inY, inX), tap, 0));
        });
        return new PoolTables(results, found, memory);
    }

    /**
     * From tiles of the output's gradient to those of the input's. Input tiles that no window covers have no sources.
     *
     * @param beside a plane like the output, whose tiles are given beside those of the gradient
     */
    static PoolTables backward(Window window, Plane inGradient, Plane outGradient, Plane beside, NativeMemory memory) {
        long[] results = new long[inGradient.tiles()];
        List<List<Source>> found = empty(inGradient);
        for (int place = 0; place < results.length; place++) {
            int block = place / inGradient.grid().positions();
            int inBlock = place % inGradient.grid().positions();
            results[place] = inGradient.tile(
                    block,
                    inBlock / inGradient.grid().width(),
                    inBlock % inGradient.grid().width());
        }
        forEach(
                window,
                inGradient,
                outGradient,
                (block, inY, inX, outY, outX, tap) -> found.get(place(inGradient, block, inY, inX))
                        .add(new Source(outGradient.tile(block, outY, outX), tap, beside.tile(block, outY, outX))));
        return new PoolTables(results, found, memory);
    }

    private static List<List<Source>> empty(Plane plane) {
        List<List<Source>> lists = new ArrayList<>();
        for (int i = 0; i < plane.tiles(); i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private static int place(Plane plane, int block, int y, int x) {
        return (block * plane.grid().height() + y) * plane.grid().width() + x;
    }

    /** Every pair of an output position and an input position under its window, by output position, then tap. */
    private static void forEach(Window window, Plane in, Plane out, Visitor visitor) {
        int inWidth = in.grid().width();
        int outWidth = out.grid().width();
        for (int b = 0; b < out.blocks(); b++) {
            int block = b;
            WindowPlaces.forEach(
                    window,
                    in.grid(),
                    out.grid(),
                    (from, to, tap) ->
                            visitor.visit(block, from / inWidth, from % inWidth, to / outWidth, to % outWidth, tap));
        }
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(int block, int inY, int inX, int outY, int outX, int tap);
    }

    /** Tiles that are written. */
    int results() {
        return results.length;
    }

    /** The address of a tile that is written. */
    long result(int place) {
        return results[place];
    }

    /** How many tiles are read for it. */
    int count(int place) {
        return starts[place + 1] - starts[place];
    }

    /** The address of the list of their addresses. */
    long sources(int place) {
        return sources + 8L * starts[place];
    }

    /** The address of the list of their numbers. */
    long numbers(int place) {
        return numbers + 4L * starts[place];
    }

    /** The address of the list of the tiles beside them. */
    long beside(int place) {
        return beside + 8L * starts[place];
    }
}
