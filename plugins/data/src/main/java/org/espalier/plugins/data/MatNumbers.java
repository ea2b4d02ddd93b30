package org.espalier.plugins.data;

/**
 * A table of numbers out of a MATLAB file.
 *
 * @param values {@code [rows][columns]}, all finite
 */
record MatNumbers(int rows, int columns, float[] values) {}
