package org.espalier.core.execution;

import java.util.List;

/**
 * What a model gives for examples.
 *
 * @param classes names of the classes; empty where it gives numbers
 * @param rows {@code [examples][outputs]}: of classes their probabilities, where the loss makes such of them; else what the
 *     model gives
 */
public record Prediction(List<String> classes, List<float[]> rows) {
    public Prediction {
        classes = List.copyOf(classes);
        rows = List.copyOf(rows);
    }

    /** Probabilities of classes: the softmax of a row, in its place. */
    static void softmax(float... row) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : row) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        double[] parts = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            parts[i] = StrictMath.exp(row[i] - largest);
            sum += parts[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (parts[i] / sum);
        }
    }

    /** The class with the largest output of an example; of equal ones the first. */
    public String classOf(int example) {
        float[] row = rows.get(example);
        int top = 0;
        for (int i = 1; i < row.length; i++) {
            top = row[i] > row[top] ? i : top;
        }
        return classes.get(top);
    }
}
