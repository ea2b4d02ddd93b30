package org.espalier.core.assembly;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.PluginUse;
import org.junit.jupiter.api.Test;

final class FiniteCheckTest {
    @Test
    void numbersPass() {
        assertThatCode(() -> check(new Rows(1, 2), new Rows(3))).doesNotThrowAnyException();
    }

    @Test
    void whatIsMissingIsTold() {
        assertThatThrownBy(() -> check(new Rows(1, Float.NaN), new Rows(3)))
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith("feature 0 of training example 1 of 'rows' is missing; say prepare 'fill-missing'"
                        + " before other preparations, or leave the feature out.");
    }

    @Test
    void whatIsInfiniteIsTold() {
        assertThatThrownBy(() -> check(new Rows(1), new Rows(Float.POSITIVE_INFINITY)))
                .hasMessageEndingWith("feature 0 of held-out example 0 of 'rows' is Infinity; a network can read finite"
                        + " numbers only.");
    }

    private static void check(Examples train, Examples test) {
        DataPlan plan = new DataPlan(
                PluginUse.of("source", "rows", Map.of()),
                List.of(),
                0,
                0,
                false,
                2,
                Optional.empty(),
                Place.NONE,
                Place.NONE);
        new FiniteCheck(plan, new Dataset("rows", List.of(1), 1, List.of(), train, test, Map.of())).check();
    }

    /** Examples of one feature. */
    private record Rows(float... values) implements Examples {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public void features(int id, float[] out) {
            out[0] = values[id];
        }

        @Override
        public int label(int id) {
            return -1;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = 0;
        }
    }
}
