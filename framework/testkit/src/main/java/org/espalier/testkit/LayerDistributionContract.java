package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.number.LayerDistribution;
import org.junit.jupiter.api.Test;

/**
 * What every distribution keeps, on seeded random networks and budgets: an exact sum, bounds, and no layer that loses
 * links because the budget grew. A budget may be refused with a sentence.
 */
public abstract class LayerDistributionContract {
    private static final int CASES = 400;

    /** A fresh distribution; every call gives an equal one. */
    protected abstract LayerDistribution distribution();

    @Test
    void countsSumToTheBudgetAndFitTheirLayers() {
        int divided = 0;
        for (int i = 0; i < CASES; i++) {
            Case c = Case.drawn(i);
            Optional<long[]> counts = divide(distribution(), c.layers, c.links);
            if (counts.isEmpty()) {
                continue;
            }
            divided++;
            assertThat(counts.get()).as("%s", c).hasSize(c.layers.size());
            long sum = 0;
            for (int l = 0; l < c.layers.size(); l++) {
                assertThat(counts.get()[l])
                        .as("layer %d of %s", l, c)
                        .isBetween(1L, c.layers.get(l).positions());
                sum += counts.get()[l];
            }
            assertThat(sum).as("%s", c).isEqualTo(c.links);
        }
        assertThat(divided).as("budgets that were not refused").isPositive();
    }

    @Test
    void noLayerLosesLinksWhenTheBudgetGrows() {
        int compared = 0;
        for (int i = 0; i < CASES; i++) {
            Case c = Case.drawn(i);
            long more = Math.min(c.room(), c.links + 1 + RandomStream.ofSeed(i).below(9, 0));
            Optional<long[]> before = divide(distribution(), c.layers, c.links);
            Optional<long[]> after = divide(distribution(), c.layers, more);
            if (before.isEmpty() || after.isEmpty()) {
                continue;
            }
            compared++;
            for (int l = 0; l < c.layers.size(); l++) {
                assertThat(after.get()[l])
                        .as("layer %d of %s with %d links", l, c, more)
                        .isGreaterThanOrEqualTo(before.get()[l]);
            }
        }
        assertThat(compared).as("budgets that were not refused").isPositive();
    }

    @Test
    void givesTheSameCountsEveryTime() {
        LayerDistribution used = distribution();
        for (int i = 0; i < CASES; i++) {
            Case c = Case.drawn(i);
            assertThat(divide(used, c.layers, c.links).map(counts -> java.util.Arrays.toString(counts)))
                    .as("%s", c)
                    .isEqualTo(
                            divide(distribution(), c.layers, c.links).map(counts -> java.util.Arrays.toString(counts)));
        }
    }

    private static Optional<long[]> divide(LayerDistribution distribution, List<MatrixShape> layers, long links) {
        try {
            return Optional.of(distribution.distribute(layers, links));
        } catch (EspalierException refusal) {
            assertThat(refusal.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }

    /** One to six layers of very different sizes, and a budget anywhere between its bounds. */
    private record Case(List<MatrixShape> layers, long links) {
        static Case drawn(int index) {
            RandomStream random = RandomStream.ofSeed(index).fork("distribution");
            List<MatrixShape> layers = new ArrayList<>();
            long room = 0;
            int count = 1 + (int) random.below(6, 0);
            for (int l = 0; l < count; l++) {
                MatrixShape layer = new MatrixShape("layer" + l, size(random, 2 * l + 1), size(random, 2 * l + 2));
                layers.add(layer);
                room += layer.positions();
            }
            long links = switch (index % 4) {
                case 0 -> count;
                case 1 -> room;
                case 2 -> count + random.below(Math.min(room - count, 50) + 1, 100);
                default -> count + random.below(room - count + 1, 100);
            };
            return new Case(layers, links);
        }

        private static int size(RandomStream random, int index) {
            return 1 + (int) random.below(1L << random.below(12, 50 + index), index);
        }

        long room() {
            return layers.stream().mapToLong(MatrixShape::positions).sum();
        }
    }
}
