package org.espalier.core.graph;

/**
 * How positions are sent to experts. Values of this kind have a plane of blocks of {@link #LANES} positions, in which each
 * expert's positions begin a block of their own.
 *
 * @param experts how many
 * @param routes most experts of a position
 * @param positions of an example, before they are sent
 */
public record Routing(int experts, int routes, int positions) {
    /** Positions of a block: no more than a block of every expert is wasted. */
    public static final int LANES = 16;

    /** Blocks that suffice however the positions are sent. */
    public int blocks(int blocksOfExamples, int lanes) {
        long sent = (long) blocksOfExamples * lanes * positions * routes;
        return Math.toIntExact(Math.ceilDiv(sent, (long) LANES) + experts);
    }
}
