package org.espalier.plugins.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Offset;
import org.espalier.api.EspalierException;
import org.espalier.api.number.Schedule;
import org.espalier.testkit.ScheduleContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    /** A few roundings of double. */
    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    @Nested
    class ConstantKeeps extends ScheduleContract {
        @Override
        protected Schedule schedule() {
            return new Constant(new Constant.Options(0.3));
        }

        @Test
        void itsValue() {
            assertThat(schedule().at(0)).isEqualTo(0.3);
            assertThat(schedule().at(1)).isEqualTo(0.3);
        }
    }

    @Nested
    class LinearMoves extends ScheduleContract {
        @Override
        protected Schedule schedule() {
            return linear(0.1, 0.7);
        }

        @Test
        void inAStraightLine() {
            assertThat(schedule().at(0.25)).isCloseTo(0.25, ROUNDING);
            assertThat(schedule().at(0.5)).isCloseTo(0.4, ROUNDING);
        }
    }

    @Nested
    class WarmUpRises extends ScheduleContract {
        @Override
        protected Schedule schedule() {
            return new WarmUp(new WarmUp.Options(0, 0.4));
        }

        @Test
        void fromZeroToItsValue() {
            assertThat(schedule().at(0)).isZero();
            assertThat(schedule().at(0.5)).isCloseTo(0.2, ROUNDING);
            assertThat(schedule().at(1)).isEqualTo(0.4);
        }
    }

    @Nested
    class CubicFollows extends ScheduleContract {
        @Override
        protected Schedule schedule() {
            return cubic(0, 0.9);
        }

        @Test
        void gradualMagnitudePruningInTenSteps() {
            double[] expected = {0, .2439, .4392, .5913, .7056, .7875, .8424, .8757, .8928, .8991, .9};
            for (int i = 0; i <= 10; i++) {
                assertThat(cubic(0, 0.9).at(i / 10.0)).as("step %d", i).isCloseTo(expected[i], ROUNDING);
            }
        }

        @Test
        void gradualMagnitudePruningInFourSteps() {
            double[] expected = {0, .4625, .7, .7875, .8};
            for (int i = 0; i <= 4; i++) {
                assertThat(cubic(0, 0.8).at(i / 4.0)).as("step %d", i).isCloseTo(expected[i], ROUNDING);
            }
        }
    }

    @Nested
    class GeometricFollows extends ScheduleContract {
        @Override
        protected Schedule schedule() {
            return new GeometricDensity(new GeometricDensity.Options(0.2, 0.9));
        }

        @Test
        void theRoundsOfSynapticFlow() {
            Schedule hundredth = new GeometricDensity(new GeometricDensity.Options(0, 0.99));
            Schedule tenth = new GeometricDensity(new GeometricDensity.Options(0, 0.9));
            double[] hundredths = {1, 0.39811, 0.15849, 0.06310, 0.02512, 0.01};
            double[] tenths = {1, 0.63096, 0.39811, 0.25119, 0.15849, 0.1};
            for (int i = 0; i <= 5; i++) {
                assertThat(1 - hundredth.at(i / 5.0)).as("round %d", i).isCloseTo(hundredths[i], Offset.offset(5.1e-6));
                assertThat(1 - tenth.at(i / 5.0)).as("round %d", i).isCloseTo(tenths[i], Offset.offset(5.1e-6));
            }
        }

        @Test
        void startsAndEndsExactlyAndLeavesTheSamePartEveryTime() {
            assertThat(schedule().at(0)).isEqualTo(0.2);
            assertThat(schedule().at(1)).isEqualTo(0.9);
            double first = (1 - schedule().at(0.25)) / (1 - schedule().at(0));
            double last = (1 - schedule().at(1)) / (1 - schedule().at(0.75));
            assertThat(first).isCloseTo(last, ROUNDING);
            assertThat(new GeometricDensity(new GeometricDensity.Options(0.5, 0.5)).at(0.3))
                    .isEqualTo(0.5);
        }

        @Test
        void ofSparsitiesOnly() {
            assertThatThrownBy(() -> new GeometricDensity.Options(0, 1)).hasMessage("to must be in [0, 1), was 1.0.");
        }
    }

    @Nested
    class CosineFollows extends ScheduleContract {
        @Override
        protected Schedule schedule() {
            return cosine(0.3, 0);
        }

        @Test
        void theShareOfLinksThatRigLReplaces() {
            assertThat(schedule().at(0)).isEqualTo(0.3);
            assertThat(schedule().at(25 / 75.0)).isCloseTo(0.225, ROUNDING);
            assertThat(schedule().at(0.5)).isCloseTo(0.15, ROUNDING);
            assertThat(schedule().at(50 / 75.0)).isCloseTo(0.075, ROUNDING);
            assertThat(schedule().at(1)).isZero();
        }
    }

    @Nested
    class StepMultiplies extends ScheduleContract {
        @Override
        protected Schedule schedule() {
            return new Step(new Step.Options(0.1, 0.5, List.of(0.75, 0.5)));
        }

        @Test
        void atEachPlaceAndFromItOn() {
            assertThat(schedule().at(0)).isEqualTo(0.1);
            assertThat(schedule().at(Math.nextDown(0.5))).isEqualTo(0.1);
            assertThat(schedule().at(0.5)).isEqualTo(0.05);
            assertThat(schedule().at(0.75)).isEqualTo(0.025);
            assertThat(schedule().at(1)).isEqualTo(0.025);
        }

        @Test
        void atPlacesInsideTheStretchOnly() {
            assertThatThrownBy(() -> new Step.Options(1, 0.1, List.of(0.5, 75.0)))
                    .isInstanceOf(EspalierException.class)
                    .hasMessage("each place of at must be in (0, 1), a part of the stretch, was 75.0.");
            assertThatThrownBy(() -> new Step.Options(1, 0, List.of(0.5)))
                    .hasMessage("factor must be in (0, inf), was 0.0.");
        }
    }

    /** So a count of links computed from the last value is exactly the one a plain number would give. */
    @Property
    void curvesStartAndEndExactlyWhereTheyWereTold(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double from,
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double to) {
        for (Schedule curve : curves(from, to)) {
            assertThat(curve.at(0)).isEqualTo(from);
            assertThat(curve.at(1)).isEqualTo(to);
        }
    }

    @Property
    void curvesNeverTurnBack(
            @ForAll @DoubleRange(min = -10, max = 10) double from,
            @ForAll @DoubleRange(min = -10, max = 10) double to,
            @ForAll @DoubleRange(min = 0, max = 1) double x,
            @ForAll @DoubleRange(min = 0, max = 1) double y) {
        for (Schedule curve : curves(from, to)) {
            double early = curve.at(Math.min(x, y));
            double late = curve.at(Math.max(x, y));
            assertThat(from <= to ? early <= late : early >= late)
                    .as("%s: %s then %s", curve, early, late)
                    .isTrue();
            assertThat(late).isBetween(Math.min(from, to), Math.max(from, to));
        }
    }

    @Test
    void refuseNumbersThatAreNotFinite() {
        assertThatThrownBy(() -> new Cosine.Options(Double.NaN, 1))
                .hasMessage("from must be a finite number, was NaN.");
        assertThatThrownBy(() -> new Linear.Options(0, Double.POSITIVE_INFINITY))
                .hasMessage("to must be a finite number, was Infinity.");
    }

    private static List<Schedule> curves(double from, double to) {
        return List.of(linear(from, to), cubic(from, to), cosine(from, to), new WarmUp(new WarmUp.Options(from, to)));
    }

    private static Schedule linear(double from, double to) {
        return new Linear(new Linear.Options(from, to));
    }

    private static Schedule cubic(double from, double to) {
        return new Cubic(new Cubic.Options(from, to));
    }

    private static Schedule cosine(double from, double to) {
        return new Cosine(new Cosine.Options(from, to));
    }
}
