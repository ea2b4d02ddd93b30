package org.espalier.plugins.data;

import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;

/** A linear softmax model trained by plain stochastic gradient descent, to learn how hard a data set is. */
final class SoftmaxRegression {
    private static final float RATE = 1e-3f;

    private final Dataset data;
    private final int features;
    private final int classes;
    private final float[][] weights;
    private final float[] x;
    private final float[] logits;

    SoftmaxRegression(Dataset data) {
        this.data = data;
        this.features = data.features();
        this.classes = data.targets();
        this.weights = new float[classes][features + 1];
        this.x = new float[features];
        this.logits = new float[classes];
    }

    SoftmaxRegression train(int epochs) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int id = 0; id < data.train().count(); id++) {
                predict(data.train(), id);
                softmax();
                for (int c = 0; c < classes; c++) {
                    float error = logits[c] - (c == data.train().label(id) ? 1 : 0);
                    step(weights[c], RATE * error);
                }
            }
        }
        return this;
    }

    double accuracy() {
        int right = 0;
        for (int id = 0; id < data.test().count(); id++) {
            right += predict(data.test(), id) == data.test().label(id) ? 1 : 0;
        }
        return (double) right / data.test().count();
    }

    private int predict(Examples examples, int id) {
        examples.features(id, x);
        int best = 0;
        for (int c = 0; c < classes; c++) {
            float[] w = weights[c];
            float sum = w[features];
            for (int f = 0; f < features; f++) {
                sum += w[f] * x[f];
            }
            logits[c] = sum;
            best = sum > logits[best] ? c : best;
        }
        return best;
    }

    private void softmax() {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            logits[c] = (float) StrictMath.exp(logits[c]);
            sum += logits[c];
        }
        for (int c = 0; c < classes; c++) {
            logits[c] /= (float) sum;
        }
    }

    private void step(float[] w, float by) {
        for (int f = 0; f < features; f++) {
            w[f] -= by * x[f];
        }
        w[features] -= by;
    }
}
