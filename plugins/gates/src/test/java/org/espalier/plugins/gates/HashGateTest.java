package org.espalier.plugins.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.plugins.gates.HashGate.Table;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class HashGateTest {
    private static Gate gate(int bits) {
        return gate(bits, 0);
    }

    private static Gate gate(int bits, int search) {
        return new HashGate(new HashGate.Options(bits, 1, Table.NONE, 0, search, 0));
    }

    private static Gate gate(Table table, int bits, int vocabulary) {
        return new HashGate(new HashGate.Options(bits, 1, table, vocabulary, 0, 0));
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
        GraphCheck.of(List.of(5), Mixture.of(gate(0, 5), 4)).batch(60, 53).check();
    }

    @ParameterizedTest
    @EnumSource(names = {"BALANCED", "RANDOM"})
    void aMixtureByTokensIsThatOfTheDoubleReading(Table table) {
        Layer embedding =
                (graph, input) -> graph.embedding(input, graph.weight("table", 9, 6, Initialisation.LECUN_NORMAL));
        GraphCheck.of(List.of(5), embedding, Mixture.of(gate(table, 0, 9), 3))
                .tokens(9)
                .labelled()
                .batch(70, 66)
                .check();
    }

    /** Ten times token 0, six times 1, five times 2 and three times 3: the experts see thirteen and eleven. */
    @Test
    void aBalancedTableGoesByWhatTheDataHold() {
        int[] times = {10, 6, 5, 3};
        double[][] tokens = new double[1][24];
        int next = 0;
        for (int token = 0; token < times.length; token++) {
            Arrays.fill(tokens[0], next, next + times[token], token);
            next += times[token];
        }
        double[][] gates = Mixture.gates(gate(Table.BALANCED, 0, 4), 2, Map.of(), tokens);

        assertThat(Arrays.stream(gates[0]).sum()).isEqualTo(13);
        assertThat(Arrays.stream(gates[1]).sum()).isEqualTo(11);
        for (int p = 0; p < 24; p++) {
            assertThat(gates[0][p]).isEqualTo(tokens[0][p] == 0 || tokens[0][p] == 3 ? 1 : 0);
        }
    }

    @Test
    void aTableTakesAVocabularyAndNoBits() {
        assertThatThrownBy(() -> gate(Table.BALANCED, 0, 0).routes(4))
                .hasMessage("A table by tokens takes their number, for example 'vocabulary: 65'.");
        assertThatThrownBy(() -> gate(Table.RANDOM, 3, 65).routes(4))
                .hasMessageContaining("with 'table: random' only 'vocabulary' can be said");
        assertThatThrownBy(() -> gate(Table.NONE, 0, 65).routes(4))
                .hasMessageContaining("with 'table: none' only 'bits' can be said");
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
