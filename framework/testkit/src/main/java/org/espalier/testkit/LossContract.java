package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Loss;
import org.junit.jupiter.api.Test;

/** What every loss keeps on labelled examples: one finite number, a mean over examples, smaller for better outputs. */
public abstract class LossContract {
    /** Sums in another order differ by a few roundings of double. */
    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    private static final int CLASSES = 5;
    private static final int[] LABELS = {0, 3, 1, 4, 4, 2, 0};

    /** A fresh loss; every call gives an equal one. */
    protected abstract Loss loss();

    @Test
    void isOneFiniteNumberAndTheSameEveryTime() {
        Loss used = loss();
        double value = value(used, drawn(), LABELS);

        assertThat(value).isFinite();
        assertThat(value(used, drawn(), LABELS)).isEqualTo(value);
    }

    @Test
    void isAMeanSoThatRepeatingTheBatchChangesNothing() {
        int n = LABELS.length;
        int[] labels = new int[2 * n];
        double[][] outputs = new double[CLASSES][2 * n];
        for (int e = 0; e < 2 * n; e++) {
            labels[e] = LABELS[e % n];
            for (int c = 0; c < CLASSES; c++) {
                outputs[c][e] = drawn()[c][e % n];
            }
        }

        assertThat(value(loss(), outputs, labels)).isCloseTo(value(loss(), drawn(), LABELS), ROUNDING);
    }

    @Test
    void doesNotDependOnTheOrderOfExamples() {
        int n = LABELS.length;
        int[] labels = new int[n];
        double[][] outputs = new double[CLASSES][n];
        for (int e = 0; e < n; e++) {
            labels[e] = LABELS[n - 1 - e];
            for (int c = 0; c < CLASSES; c++) {
                outputs[c][e] = drawn()[c][n - 1 - e];
            }
        }

        assertThat(value(loss(), outputs, labels)).isCloseTo(value(loss(), drawn(), LABELS), ROUNDING);
    }

    @Test
    void fallsWhenTheOutputOfTheWantedClassRises() {
        double[][] outputs = new double[CLASSES][LABELS.length];
        double undecided = value(loss(), outputs, LABELS);
        for (int e = 0; e < LABELS.length; e++) {
            outputs[LABELS[e]][e] = 0.01;
        }

        assertThat(value(loss(), outputs, LABELS)).isLessThan(undecided);
    }

    /**
     * The loss of a batch.
     *
     * @param outputs {@code [classes][examples]}
     */
    protected static double value(Loss loss, double[][] outputs, int... labels) {
        return PlainGraph.scalar(loss.build(new PlainGraph(labels), new PlainGraph.PlainNode(outputs)));
    }

    private static double[][] drawn() {
        double[][] outputs = new double[CLASSES][LABELS.length];
        for (int c = 0; c < CLASSES; c++) {
            for (int e = 0; e < LABELS.length; e++) {
                outputs[c][e] = RandomStream.ofSeed(1).fork(c).gaussian(e);
            }
        }
        return outputs;
    }
}
