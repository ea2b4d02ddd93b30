package org.espalier.core.operation;

import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.backend.Panel;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Routing;
import org.espalier.core.kernel.NativeMemory;

/**
 * Which position goes to which experts in this batch, and where each lies among the positions that were sent: a counting
 * sort by expert. A token is a position of an example: number of its tile times lanes plus its lane.
 */
final class RouteTable {
    /** Where nothing is. */
    static final int NONE = -1;

    private final String label;
    private final Routing routing;
    private final Plane gates;
    private final int lanes;
    private final Panel[] panels;
    private final Segment[] segments;
    private final int[] counts;
    private final int[] firstBlocks;
    private final int[] next;
    private final int[] experts;
    private final int[] slots;
    private final int[] tokens;

    /**
     * @param gates weights of experts, {@code [experts]} features at every position
     * @param blocks of the plane of what is sent
     */
    RouteTable(String label, Routing routing, Plane gates, int blocks) {
        this.label = label;
        this.routing = routing;
        this.gates = gates;
        this.lanes = gates.lanes();
        this.panels = new Panel[blocks + 1];
        for (int i = 1; i < panels.length; i++) {
            panels[i] = new Panel(i, Routing.LANES);
        }
        this.segments = new Segment[routing.experts()];
        Arrays.setAll(segments, e -> Segment.none());
        this.counts = new int[routing.experts()];
        this.firstBlocks = new int[routing.experts() + 1];
        this.next = new int[routing.experts()];
        int most = gates.tiles() * lanes * routing.routes();
        this.experts = new int[most];
        this.slots = new int[most];
        this.tokens = new int[blocks * Routing.LANES];
    }

    /** Bytes of its tables. */
    static long bytes(Routing routing, Plane gates) {
        return 12L * gates.tiles() * gates.lanes() * routing.routes();
    }

    /**
     * Reads the gates of a batch.
     *
     * @param live examples that are there
     */
    void fill(int live) {
        Arrays.fill(counts, 0);
        for (int tile = 0; tile < gates.tiles(); tile++) {
            int there = live(tile, live);
            for (int lane = 0; lane < lanes; lane++) {
                choose(tile, lane, lane < there);
            }
        }
        for (int e = 0; e < counts.length; e++) {
            int blocks = Math.ceilDiv(counts[e], Routing.LANES);
            firstBlocks[e + 1] = firstBlocks[e] + blocks;
            next[e] = firstBlocks[e] * Routing.LANES;
            if (blocks == 0) {
                segments[e].clear();
            } else {
                segments[e].set(panels[blocks], firstBlocks[e]);
            }
        }
        Arrays.fill(tokens, 0, blocks() * Routing.LANES, NONE);
        for (int i = 0; i < experts.length; i++) {
            slots[i] = experts[i] == NONE ? NONE : next[experts[i]]++;
            if (slots[i] != NONE) {
                tokens[slots[i]] = i / routing.routes();
            }
        }
    }

    private int live(int tile, int live) {
        return live - tile / gates.grid().positions() * lanes;
    }

    private void choose(int tile, int lane, boolean alive) {
        int first = (tile * lanes + lane) * routing.routes();
        long gate = gates.numbered(tile) + 4L * lane;
        int chosen = 0;
        for (int e = 0; alive && e < routing.experts(); e++) {
            float weight = NativeMemory.getFloat(gate + 4L * e * lanes);
            if (weight == 0f) {
                continue;
            }
            if (chosen == routing.routes()) {
                requireFew(weight);
                break;
            }
            experts[first + chosen++] = e;
            counts[e]++;
        }
        Arrays.fill(experts, first + chosen, first + routing.routes(), NONE);
    }

    /** After NaN nothing can be chosen; the loss will tell. */
    private void requireFew(float weight) {
        if (!Float.isNaN(weight)) {
            throw new EspalierException("The gate of '" + label + "' sends a position to more than " + routing.routes()
                    + " experts, and it had said that it sends each to " + routing.routes() + " at most.");
        }
    }

    /** The blocks of an expert. */
    Segment segment(int expert) {
        return segments[expert];
    }

    /** How many blocks hold positions. */
    int blocks() {
        return firstBlocks[firstBlocks.length - 1];
    }

    /** The expert that a block belongs to. */
    int expertOf(int block) {
        int expert = 0;
        while (firstBlocks[expert + 1] <= block) {
            expert++;
        }
        return expert;
    }

    /** The token at a slot, or {@link #NONE}. */
    int token(int slot) {
        return tokens[slot];
    }

    /** The slot of a route of a token, or {@link #NONE}; from the first {@link #NONE} on there are no more. */
    int slot(int token, int route) {
        return slots[token * routing.routes() + route];
    }

    /** The expert of a route of a token. */
    int expert(int token, int route) {
        return experts[token * routing.routes() + route];
    }

    int routes() {
        return routing.routes();
    }
}
