package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Need;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.RowView;
import org.espalier.api.score.StartMask;
import org.junit.jupiter.api.Test;

/** The contracts of scores are shown plugins with one fault each. */
class ScoreContractsTest {
    @Test
    void catchAPruneCriterionThatForgetsALink() {
        PruneCriterionContract contract = prune((links, scores) -> {
            for (int i = 1; i < links.count(); i++) {
                scores[i] = links.value(i);
            }
        });
        assertThatThrownBy(contract::scoresEveryLinkWithAFiniteNumber).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAPruneCriterionThatDividesByTheValue() {
        PruneCriterionContract contract = prune((links, scores) -> {
            for (int i = 0; i < links.count(); i++) {
                scores[i] = 1 / links.value(i);
            }
        });
        assertThatThrownBy(contract::takesZerosOfBothSignsAndTinyValues).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAPruneCriterionThatReadsGradientsItDidNotAskFor() {
        PruneCriterionContract contract = prune((links, scores) -> {
            for (int i = 0; i < links.count(); i++) {
                scores[i] = links.gradient(i);
            }
        });
        assertThatThrownBy(contract::readsGradientsOnlyWhenItNeedsThem).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAPruneCriterionThatAsksForGradientsItDoesNotRead() {
        PruneCriterionContract contract = prune(new PruneCriterion() {
            @Override
            public Set<Need> needs() {
                return Set.of(Need.GRADIENT);
            }

            @Override
            public void score(LinkView links, float[] scores) {
                Arrays.fill(scores, 1f);
            }
        });
        assertThatThrownBy(contract::readsGradientsOnlyWhenItNeedsThem).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAPruneCriterionThatReadsTheHessianItDidNotAskFor() {
        PruneCriterionContract contract = prune((links, scores) -> {
            for (int i = 0; i < links.count(); i++) {
                scores[i] = links.hessianGradient(i);
            }
        });

        assertThatThrownBy(contract::readsTheHessianOnlyWhenItNeedsIt).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAGrowCriterionThatReadsAGradientItDidNotAskFor() {
        GrowCriterionContract contract = grow((row, scores) -> {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = row.gradient(i);
            }
        });
        assertThatThrownBy(contract::readsTheDenseGradientOnlyWhenItNeedsIt).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAGrowCriterionWhoseStartsDependOnTheOrderOfQuestions() {
        AtomicInteger calls = new AtomicInteger();
        GrowCriterionContract contract = grow(new GrowCriterion() {
            @Override
            public void score(RowView row, float[] scores) {
                Arrays.fill(scores, 0f);
            }

            @Override
            public float startValue(RandomStream random, long position) {
                return calls.getAndIncrement();
            }
        });
        assertThatThrownBy(contract::startsANewLinkWithAFiniteValueThatDependsOnStreamAndPositionAlone)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAPatternThatKeepsTheLowerIndexOfEqualScores() {
        assertThatThrownBy(pattern(lowerIndexFirst())::keepsTheHigherIndexOfEqualScores)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAPatternThatKeepsMoreThanItWasTold() {
        assertThatThrownBy(pattern(everything())::keepsExactlyTheReachableCount).isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAStartThatDrawsPositionsTwice() {
        StartMaskContract contract = start((shape, links, random) -> {
            long[] positions = new long[(int) links];
            Arrays.setAll(positions, i -> random.below(shape.positions(), i));
            Arrays.sort(positions);
            return positions;
        });
        assertThatThrownBy(contract::givesExactlyTheCountedPositionsAscendingAndOnce)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void catchAStartThatFillsTheFirstRows() {
        StartMaskContract contract = start((shape, links, random) -> {
            long[] positions = new long[(int) links];
            Arrays.setAll(positions, i -> i);
            return positions;
        });
        assertThatThrownBy(contract::leavesNoRowAndNoColumnOfALargeWeightWithoutLinks)
                .isInstanceOf(AssertionError.class);
    }

    private static Pattern lowerIndexFirst() {
        return new AnyCount() {
            @Override
            public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
                BitSet kept = new BitSet();
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -scores[i]))
                        .limit(keep)
                        .forEach(kept::set);
                return kept;
            }
        };
    }

    private static Pattern everything() {
        return new AnyCount() {
            @Override
            public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
                BitSet kept = new BitSet();
                kept.set(0, scores.length);
                return kept;
            }
        };
    }

    private interface AnyCount extends Pattern {
        @Override
        default long nearestReachable(MatrixShape shape, long links) {
            return links;
        }
    }

    private static PruneCriterionContract prune(PruneCriterion criterion) {
        return new PruneCriterionContract() {
            @Override
            protected PruneCriterion criterion() {
                return criterion;
            }
        };
    }

    private static GrowCriterionContract grow(GrowCriterion criterion) {
        return new GrowCriterionContract() {
            @Override
            protected GrowCriterion criterion() {
                return criterion;
            }
        };
    }

    private static PatternContract pattern(Pattern pattern) {
        return new PatternContract() {
            @Override
            protected Pattern pattern() {
                return pattern;
            }
        };
    }

    private static StartMaskContract start(StartMask start) {
        return new StartMaskContract() {
            @Override
            protected StartMask start() {
                return start;
            }
        };
    }
}
