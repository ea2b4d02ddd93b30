package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;
import org.espalier.api.graph.Loss;
import org.junit.jupiter.api.Test;

/** The contracts of losses and metrics are shown plugins with one fault each. */
class LossAndMetricContractsTest {
    @Test
    void catchALossThatGrowsWithTheBatch() {
        LossContract contract = loss((graph, output) -> {
            int examples = ((PlainGraph.PlainNode) output).values()[0].length;
            double mean = PlainGraph.scalar(graph.squaredError(output));
            return new PlainGraph.PlainNode(new double[][] {{mean * examples}});
        });
        assertThatThrownBy(contract::isAMeanSoThatRepeatingTheBatchChangesNothing)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchALossThatRewardsErrors() {
        LossContract contract = loss((graph, output) ->
                new PlainGraph.PlainNode(new double[][] {{-PlainGraph.scalar(graph.crossEntropy(output, 0))}}));
        assertThatThrownBy(contract::fallsWhenTheOutputOfTheWantedClassRises).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchALossThatIsNoScalar() {
        assertThatThrownBy(loss((graph, output) -> output)::isOneFiniteNumberAndTheSameEveryTime)
                .hasMessage("a loss is a scalar, this one is [5 features][7 examples]");
    }

    @Test
    void catchAMetricThatAveragesBatches() {
        MetricContract contract = metric(false, MeanOfBatches::new);
        assertThatThrownBy(contract::doesNotDependOnHowExamplesAreCutIntoBatches)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAMetricThatSaysTheWrongDirection() {
        MetricContract contract = metric(true, MeanOfBatches::new);
        assertThatThrownBy(contract::saysRightlyWhetherMoreIsBetter).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAMetricThatCarriesOneEvaluationIntoTheNext() {
        MeanOfBatches shared = new MeanOfBatches();
        MetricContract contract = metric(false, () -> shared);
        assertThatThrownBy(contract::startsEveryEvaluationAfresh).isInstanceOf(AssertionError.class);
    }

    /** The mean over batches of the mean miss of the wanted class. */
    private static final class MeanOfBatches implements Metric.Accumulator {
        private int batches;
        private double sum;

        @Override
        public void add(Predictions predictions) {
            double misses = 0;
            for (int e = 0; e < predictions.count(); e++) {
                misses += Math.abs(1 - predictions.output(e, predictions.label(e)));
            }
            sum += misses / Math.max(1, predictions.count());
            batches++;
        }

        @Override
        public double value() {
            return sum / batches;
        }
    }

    private static LossContract loss(Loss loss) {
        return new LossContract() {
            @Override
            protected Loss loss() {
                return loss;
            }
        };
    }

    private static MetricContract metric(boolean higherIsBetter, Supplier<Metric.Accumulator> accumulator) {
        return new MetricContract() {
            @Override
            protected Metric metric() {
                return new Metric() {
                    @Override
                    public boolean higherIsBetter() {
                        return higherIsBetter;
                    }

                    @Override
                    public Accumulator start() {
                        return accumulator.get();
                    }
                };
            }
        };
    }
}
