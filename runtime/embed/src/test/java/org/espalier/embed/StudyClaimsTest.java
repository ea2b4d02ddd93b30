package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Expectation.Comparison;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.plan.Value;
import org.junit.jupiter.api.Test;

class StudyClaimsTest {
    private static final double EXACT = 1e-12;

    /** Three seeds of two recipes at two sparsities; new is ahead by 0.01, 0.02 and 0.03 at 0.98, and behind at 0.9. */
    private static List<StudyResult.Measurement> measurements() {
        List<StudyResult.Measurement> all = new ArrayList<>();
        for (String sparsity : List.of("0.9", "0.98")) {
            for (int seed = 1; seed <= 3; seed++) {
                double old = 0.8 + 0.05 * seed;
                double ahead = sparsity.equals("0.98") ? 0.01 * seed : -0.01;
                all.add(measurement("old", sparsity, seed, old));
                all.add(measurement("new", sparsity, seed, old + ahead));
            }
        }
        return all;
    }

    private static StudyResult.Measurement measurement(String recipe, String sparsity, long seed, double accuracy) {
        return new StudyResult.Measurement(
                recipe,
                sparsity.isEmpty() ? Map.of() : Map.of("sparsity", sparsity),
                seed,
                Map.of("accuracy", accuracy),
                0.9,
                100,
                200,
                1000,
                1.5,
                recipe + seed);
    }

    private static StudyResult check(List<StudyResult.Measurement> measured, StudyPlan.Claim... claims) {
        StudyPlan plan = new StudyPlan("s", "", List.of(), Map.of(), List.of(1L, 2L, 3L), List.of(claims), Place.NONE);
        return new StudyClaims(plan, measured).result(true, Map.of("java", "25"), Path.of("study"));
    }

    private static StudyPlan.Claim claim(Optional<String> baseline, double by, Map<String, Value> at) {
        return new StudyPlan.Claim("accuracy", "new", baseline, Comparison.ABOVE, by, at, Place.NONE);
    }

    @Test
    void comparesRunsOfTheSameSeedAndParams() {
        StudyResult result =
                check(measurements(), claim(Optional.of("old"), 0.015, Map.of("sparsity", Value.of(0.98))));
        assertThat(result.claims()).hasSize(1);
        StudyResult.ClaimCheck claim = result.claims().getFirst();
        assertThat(claim.measured().count()).isEqualTo(3);
        assertThat(claim.measured().mean()).isCloseTo(0.02, within(EXACT));
        assertThat(claim.measured().deviation()).isCloseTo(0.01, within(EXACT));
        assertThat(claim.holds()).isTrue();
        assertThat(result.holds()).isTrue();
    }

    @Test
    void checksAClaimWithoutAPlaceEverywhere() {
        StudyResult result = check(measurements(), claim(Optional.of("old"), 0, Map.of()));
        assertThat(result.claims()).extracting(StudyResult.ClaimCheck::holds).containsExactly(false, true);
        assertThat(result.holds()).isFalse();
    }

    @Test
    void comparesTheMeanItselfWithoutABaseline() {
        StudyResult result = check(measurements(), claim(Optional.empty(), 0.9, Map.of("sparsity", Value.of(0.98))));
        assertThat(result.claims().getFirst().measured().mean()).isCloseTo(0.92, within(EXACT));
        assertThat(result.claims().getFirst().holds()).isTrue();
    }

    @Test
    void pairsWithABaselineThatHasNoSuchParam() {
        List<StudyResult.Measurement> measured = new ArrayList<>(measurements());
        measured.removeIf(m -> m.recipe().equals("old"));
        for (int seed = 1; seed <= 3; seed++) {
            measured.add(measurement("old", "", seed, 0.5));
        }
        StudyResult result = check(measured, claim(Optional.of("old"), 0.3, Map.of()));
        assertThat(result.claims()).hasSize(2).allMatch(StudyResult.ClaimCheck::holds);
    }

    @Test
    void findsTheParamsWhateverTheirSpelling() {
        StudyResult result = check(
                measurements(),
                claim(Optional.of("old"), 0, Map.of("sparsity", new Value.Num(0.90, false, Place.NONE))));
        assertThat(result.claims()).hasSize(1);
    }

    @Test
    void refusesAClaimAboutWhatNoRunHas() {
        assertThatThrownBy(() -> check(measurements(), claim(Optional.of("old"), 0, Map.of("sparsity", Value.of(0.5)))))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("a combination of params that no run has");
    }

    @Test
    void writesATableOfMeansAndClaims() {
        String page = StudyTable.markdown(
                check(measurements(), claim(Optional.of("old"), 0.015, Map.of("sparsity", Value.of(0.98)))));
        assertThat(page)
                .contains("| recipe | sparsity | accuracy |")
                .contains("| new | 0.98 | 0.9200 ± 0.0600 |")
                .contains("| accuracy of new above old by 0.015 | sparsity 0.98 | 0.0200 ± 0.0100 | 0.015 | holds |")
                .contains("over the seeds 1, 2, 3");
    }

    @Test
    void hasNoDeviationOfOneValue() {
        assertThat(Sample.of(List.of(0.5))).isEqualTo(new Sample(1, 0.5, Double.NaN));
        assertThat(Sample.of(List.of()).mean()).isNaN();
    }
}
