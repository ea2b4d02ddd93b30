package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.espalier.api.MatrixShape;
import org.espalier.api.number.LayerDistribution;
import org.espalier.api.number.Schedule;
import org.junit.jupiter.api.Test;

/** The contracts of numbers are shown plugins with one fault each. */
class NumberContractsTest {
    @Test
    void catchAScheduleThatDividesByZero() {
        assertThatThrownBy(schedule(() -> progress -> 1 / progress)::isFiniteFromStartToEnd)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAScheduleThatCountsItsCalls() {
        assertThatThrownBy(schedule(NumberContractsTest::counting)::dependsOnProgressAloneAndNotOnEarlierCalls)
                .isInstanceOf(AssertionError.class);
    }

    private static Schedule counting() {
        AtomicInteger calls = new AtomicInteger();
        return progress -> progress + calls.getAndIncrement();
    }

    @Test
    void passAScheduleWithoutFault() {
        ScheduleContract contract = schedule(() -> progress -> progress);
        assertThatCode(contract::isFiniteFromStartToEnd).doesNotThrowAnyException();
        assertThatCode(contract::dependsOnProgressAloneAndNotOnEarlierCalls).doesNotThrowAnyException();
    }

    @Test
    void catchADistributionWhoseSumIsOff() {
        LayerDistributionContract contract = distribution((layers, links) -> {
            long[] counts = new long[layers.size()];
            Arrays.setAll(
                    counts,
                    l -> Math.clamp(links / counts.length, 1, layers.get(l).positions()));
            return counts;
        });
        assertThatThrownBy(contract::countsSumToTheBudgetAndFitTheirLayers).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchADistributionThatTakesLinksWhenTheBudgetGrows() {
        LayerDistributionContract contract = distribution(NumberContractsTest::byLargestRemainders);
        assertThatThrownBy(contract::noLayerLosesLinksWhenTheBudgetGrows).isInstanceOf(AssertionError.class);
    }

    /** In proportion to positions, rounded by largest remainders: the classic rule that is not monotone. */
    private static long[] byLargestRemainders(List<MatrixShape> layers, long links) {
        double room = layers.stream().mapToLong(MatrixShape::positions).sum();
        double[] rest = new double[layers.size()];
        long[] counts = new long[rest.length];
        long left = links;
        for (int l = 0; l < rest.length; l++) {
            double share = links * layers.get(l).positions() / room;
            counts[l] = (long) share;
            rest[l] = share - counts[l];
            left -= counts[l];
        }
        for (; left > 0; left--) {
            int largest = 0;
            for (int l = 1; l < rest.length; l++) {
                largest = rest[l] > rest[largest] ? l : largest;
            }
            counts[largest]++;
            rest[largest] = -1;
        }
        return counts;
    }

    private static ScheduleContract schedule(Supplier<Schedule> schedule) {
        return new ScheduleContract() {
            @Override
            protected Schedule schedule() {
                return schedule.get();
            }
        };
    }

    private static LayerDistributionContract distribution(LayerDistribution distribution) {
        return new LayerDistributionContract() {
            @Override
            protected LayerDistribution distribution() {
                return distribution;
            }
        };
    }
}
