package org.espalier.core.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosestNamesTest {
    private static final List<String> KNOWN = List.of("magnitude", "random", "set-sign", "gradient");

    @Test
    void findsANameWithTwoLettersSwapped() {
        assertThat(ClosestNames.of("magnitdue", KNOWN)).containsExactly("magnitude");
    }

    @Test
    void doesNotCountCaseAndHyphens() {
        assertThat(ClosestNames.of("SetSign", KNOWN)).containsExactly("set-sign");
    }

    @Test
    void findsNothingThatIsFar() {
        assertThat(ClosestNames.of("cosine", KNOWN)).isEmpty();
    }

    @Test
    void allowsOneMistakeInAShortName() {
        assertThat(ClosestNames.of("sdg", List.of("sgd", "adam"))).containsExactly("sgd");
    }

    @Test
    void ordersTiesByAlphabetAndStopsAtThree() {
        assertThat(ClosestNames.of("fc0", List.of("fc4", "fc2", "fc1", "fc3"))).containsExactly("fc1", "fc2", "fc3");
    }
}
