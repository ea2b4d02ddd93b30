package org.espalier.plugins.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Gate;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HashGateTest {
    private static Gate gate(int bits) {
        return new HashGate(new HashGate.Options(bits, 1, 0));
    }

    private static double[][] drawn(int features, int positions) {
        double[][] drawn = new double[features][positions];
        for (int f = 0; f < features; f++) {
            for (int p = 0; p < positions; p++) {
                drawn[f][p] = RandomStream.ofSeed(3).fork(f).gaussian(p);
            }
        }
        return drawn;
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "4, 0", "5, 0", "8, 6"})
    void aMixtureIsThatOfTheDoubleReading(int experts, int bits) {
        GraphCheck.of(List.of(5), Mixture.of(gate(bits), experts)).batch(60, 53).check();
    }

    @Test
    void aMixtureWhoseOrderIsSearchedIsThatOfTheDoubleReading() {
        Gate gate = new HashGate(new HashGate.Options(0, 1, 5));
        GraphCheck.of(List.of(5), Mixture.of(gate, 4)).batch(60, 53).check();
    }

    @Test
    void everyPositionHasOneExpertWithWeightOne() {
        double[][] gates = Mixture.gates(gate(0), 6, Map.of(), drawn(9, 500));
        for (int p = 0; p < 500; p++) {
            int position = p;
            assertThat(Arrays.stream(gates).mapToDouble(g -> g[position]).sum()).isEqualTo(1);
            assertThat(Arrays.stream(gates).filter(g -> g[position] == 1)).hasSize(1);
        }
    }

    @Test
    void equalFeaturesHaveEqualExpertsInEveryBatch() {
        double[][] many = drawn(9, 50);
        double[][] all = Mixture.gates(gate(0), 6, Map.of(), many);
        for (int p = 0; p < 50; p++) {
            double[][] one = new double[9][1];
            for (int f = 0; f < 9; f++) {
                one[f][0] = many[f][p];
            }
            double[][] alone = Mixture.gates(gate(0), 6, Map.of(), one);
            for (int e = 0; e < 6; e++) {
                assertThat(alone[e][0]).isEqualTo(all[e][p]);
            }
        }
    }

    @Test
    void expertsHaveEquallyManyPatternsUpToOne() {
        for (int experts : new int[] {2, 3, 5, 8, 13}) {
            int[] patterns = new int[experts];
            for (int expert : new SignHash(8, 3, experts, 7).experts()) {
                patterns[expert]++;
            }
            int most = Arrays.stream(patterns).max().orElseThrow();
            int least = Arrays.stream(patterns).min().orElseThrow();
            assertThat(most - least).as("%d experts", experts).isLessThanOrEqualTo(1);
        }
    }

    /** As many patterns as experts. */
    @Test
    void directionsAroundTheOriginAreSpreadOverAllExperts() {
        double[][] gates = Mixture.gates(gate(0), 4, Map.of(), drawn(30, 4000));
        for (double[] expert : gates) {
            // Two projections of thirty features are nearly at right angles.
            assertThat(Arrays.stream(expert).sum()).isBetween(600.0, 1400.0);
        }
    }

    @Test
    void itAddsNothingToTheLoss() {
        assertThat(Mixture.added(gate(0), 4, Map.of(), drawn(9, 20))).isZero();
    }

    @Test
    void fewerPatternsThanExpertsAreRefused() {
        assertThatThrownBy(() -> gate(2).routes(5))
                .hasMessage("2 signs make 4 patterns, and there are 5 experts; they take at least 3 signs.");
    }
}
