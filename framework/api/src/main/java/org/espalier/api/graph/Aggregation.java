package org.espalier.api.graph;

/** How the neighbours of an example are weighed. */
public enum Aggregation {
    /**
     * Every example counts as a neighbour of its own, and the link from j to i weighs {@code 1 / sqrt(d_i d_j)} with the
     * numbers of neighbours d (Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", ICLR
     * 2017).
     */
    NORMALIZED,
    /** The mean of the neighbours; 0 where there is none (Hamilton, Ying and Leskovec, "GraphSAGE", NeurIPS 2017). */
    MEAN,
    /** The sum of the neighbours (Xu et al., "How Powerful are Graph Neural Networks?", ICLR 2019). */
    SUM
}
