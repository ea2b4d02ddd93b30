package org.espalier.plugins.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.espalier.api.loop.GroupSelector;
import org.espalier.testkit.GroupSelectorContract;
import org.espalier.testkit.GroupTable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What makes masks of channels. */
class SelectorsTest {
    private static boolean[] kept(GroupSelector selector, GroupTable groups, double... norms) {
        boolean[] kept = new boolean[norms.length];
        selector.select(groups, norms, kept);
        return kept;
    }

    private static Smallest smallest(double share, Smallest.Scope of, Smallest.Measure by) {
        return new Smallest(new Smallest.Options(share, of, by));
    }

    @Nested
    class SmallestTest extends GroupSelectorContract {
        @Override
        protected GroupSelector selector() {
            return smallest(0.4, Smallest.Scope.LAYER, Smallest.Measure.MEAN);
        }

        @Test
        void aShareOfAllGoesWhereverItIs() {
            GroupTable groups = GroupTable.ofValues(10, 0).cut(4, 6);
            assertThat(kept(
                            smallest(0.3, Smallest.Scope.ALL, Smallest.Measure.NORM),
                            groups,
                            0.1,
                            0.2,
                            0.3,
                            0.9,
                            0.8,
                            0.7,
                            0.6,
                            0.5,
                            0.4,
                            0.35))
                    .containsExactly(false, false, false, true, true, true, true, true, true, true);
        }

        /** Network slimming: half of the scales of two layers. */
        @Test
        void theQuantileOfTheScalesOfAllLayersDecides() {
            assertThat(kept(
                            smallest(0.5, Smallest.Scope.ALL, Smallest.Measure.NORM),
                            GroupTable.ofValues(6, 0).cut(3, 3),
                            0.9,
                            0.1,
                            0.2,
                            0.05,
                            0.8,
                            0.3))
                    .containsExactly(true, false, false, false, true, true);
        }

        @Test
        void aShareOfEachLayerIsRoundedDown() {
            GroupTable groups = GroupTable.ofValues(7, 0).cut(3, 4);
            assertThat(kept(
                            smallest(0.5, Smallest.Scope.LAYER, Smallest.Measure.NORM),
                            groups,
                            3,
                            1,
                            2,
                            40,
                            30,
                            20,
                            10))
                    .containsExactly(true, false, true, true, true, false, false);
        }

        @Test
        void ofEqualNormsTheHigherNumberStays() {
            assertThat(kept(
                            smallest(0.5, Smallest.Scope.ALL, Smallest.Measure.NORM),
                            GroupTable.ofValues(4, 0),
                            1,
                            1,
                            1,
                            1))
                    .containsExactly(false, false, true, true);
        }

        @Test
        void theMeanMakesGroupsOfDifferentSizesComparable() {
            GroupTable groups = GroupTable.ofValues(2, 0).withSizes(100, 1);
            assertThat(kept(smallest(0.5, Smallest.Scope.ALL, Smallest.Measure.MEAN), groups, 5, 1))
                    .containsExactly(false, true);
            assertThat(kept(smallest(0.5, Smallest.Scope.ALL, Smallest.Measure.NORM), groups, 5, 1))
                    .containsExactly(true, false);
        }
    }

    @Nested
    class ThresholdTest extends GroupSelectorContract {
        @Override
        protected GroupSelector selector() {
            return new Threshold(new Threshold.Options(0.5));
        }

        @Test
        void whatIsLargerStays() {
            assertThat(kept(selector(), GroupTable.ofValues(3, 0), 0.4, 0.5, 0.6))
                    .containsExactly(false, false, true);
        }
    }

    /** The numbers are those of the card of MaskSparsity. */
    @Nested
    class EnergyTest extends GroupSelectorContract {
        @Override
        protected Energy selector() {
            return new Energy(new Energy.Options(1e-4));
        }

        @Test
        void theThresholdLiesWhereTheEnergyBegins() {
            double[] norms = {0.5, 0.002, 0.8, 0.001, 0.003};
            assertThat(selector().threshold(norms)).isCloseTo(0.2515, within(1e-12));
            assertThat(kept(selector(), GroupTable.ofValues(5, 0), norms))
                    .containsExactly(true, false, true, false, false);
        }

        @Test
        void aLayerOfGroupsThatAllCountStays() {
            assertThat(selector().threshold(0.2, 0.3)).isZero();
            assertThat(kept(selector(), GroupTable.ofValues(2, 0), 0.2, 0.3)).containsExactly(true, true);
        }

        @Test
        void eachLayerIsJudgedByItselfAndOneThatSleepsKeepsNothingByItself() {
            assertThat(kept(selector(), GroupTable.ofValues(4, 0).cut(2, 2), 100, 1e-4, 0.2, 0.3))
                    .containsExactly(true, false, true, true);
            assertThat(kept(selector(), GroupTable.ofValues(2, 0), 9e-4, 8e-4)).containsExactly(false, false);
        }
    }
}
