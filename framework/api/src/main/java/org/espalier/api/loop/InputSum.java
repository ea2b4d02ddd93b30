package org.espalier.api.loop;

/** What can be summed up of the inputs of a product, over the positions of calibration examples. */
public enum InputSum {
    /** Of each column of the weight, the squares of what it multiplies. */
    SQUARES,
    /** Of each two columns, the products of what they multiply; there is a limit to how many columns that may be of. */
    GRAM
}
