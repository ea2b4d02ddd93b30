package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Metric;
import org.junit.jupiter.api.Test;

/** What every metric keeps on labelled examples: the value is that of all examples, however they arrive. */
public abstract class MetricContract {
    /** Sums in another order differ by a few roundings of double. */
    private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

    private static final int EXAMPLES = 103;
    private static final int CLASSES = 7;

    /** A fresh metric; every call gives an equal one. */
    protected abstract Metric metric();

    /**
     * The output of the wanted class where a prediction could not be better, all others being 0; override when it is
     * not 1.
     */
    protected float bestOutput() {
        return 1f;
    }

    @Test
    void isFiniteAndMayBeReadTwice() {
        Metric.Accumulator accumulator = metric().start();
        accumulator.add(drawn());

        assertThat(accumulator.value()).isFinite();
        assertThat(accumulator.value()).isEqualTo(accumulator.value());
    }

    @Test
    void doesNotDependOnHowExamplesAreCutIntoBatches() {
        Metric.Accumulator accumulator = metric().start();
        int[] cuts = {0, 1, 2, 50, 50, 101, EXAMPLES};
        for (int i = 1; i < cuts.length; i++) {
            accumulator.add(drawn().select(IntStream.range(cuts[i - 1], cuts[i]).toArray()));
            if (cuts[i] > 0) {
                assertThat(accumulator.value()).isFinite();
            }
        }

        assertThat(accumulator.value()).isCloseTo(value(metric(), drawn()), ROUNDING);
    }

    @Test
    void doesNotDependOnTheOrderOfExamples() {
        PredictionTable reversed = drawn().select(
                        IntStream.range(0, EXAMPLES).map(i -> EXAMPLES - 1 - i).toArray());

        assertThat(value(metric(), reversed)).isCloseTo(value(metric(), drawn()), ROUNDING);
    }

    @Test
    void startsEveryEvaluationAfresh() {
        double alone = value(metric(), drawn());
        Metric metric = metric();
        Metric.Accumulator other = metric.start();
        other.add(best());
        Metric.Accumulator accumulator = metric.start();
        accumulator.add(drawn());
        other.add(best());

        assertThat(accumulator.value()).isEqualTo(alone);
    }

    @Test
    void saysRightlyWhetherMoreIsBetter() {
        double best = value(metric(), best());
        double drawn = value(metric(), drawn());

        assertThat(metric().higherIsBetter() ? best > drawn : best < drawn)
                .as("the best predictions give %s, random ones %s", best, drawn)
                .isTrue();
    }

    /** The value over one batch. */
    protected static double value(Metric metric, PredictionTable predictions) {
        Metric.Accumulator accumulator = metric.start();
        accumulator.add(predictions);
        return accumulator.value();
    }

    private static PredictionTable drawn() {
        float[][] outputs = new float[EXAMPLES][CLASSES];
        for (int e = 0; e < EXAMPLES; e++) {
            for (int c = 0; c < CLASSES; c++) {
                outputs[e][c] = (float) RandomStream.ofSeed(1).fork(e).gaussian(c);
            }
        }
        return PredictionTable.ofClasses(outputs, labels());
    }

    private PredictionTable best() {
        float[][] outputs = new float[EXAMPLES][CLASSES];
        for (int e = 0; e < EXAMPLES; e++) {
            outputs[e][labels()[e]] = bestOutput();
        }
        return PredictionTable.ofClasses(outputs, labels());
    }

    private static int[] labels() {
        return IntStream.range(0, EXAMPLES)
                .map(e -> (int) RandomStream.ofSeed(3).below(CLASSES, e))
                .toArray();
    }
}
