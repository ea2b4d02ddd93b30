package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.PruneCriterion;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.PruneCriterionContract;
import org.junit.jupiter.api.Test;

class RandomPruneTest extends PruneCriterionContract {
    @Override
    protected PruneCriterion criterion() {
        return new RandomPrune();
    }

    private static final MatrixShape SHAPE = new MatrixShape("w", 100, 100);

    @Test
    void givesALinkTheSameScoreWhateverOtherLinksThereAre() {
        RandomStream random = RandomStream.ofSeed(4);
        LinkTable few = new LinkTable(SHAPE, new long[] {7, 4321}, new float[2], new float[2], random);
        LinkTable more = new LinkTable(SHAPE, new long[] {7, 8, 4321, 9999}, new float[4], new float[4], random);

        assertThat(scores(criterion(), few)[0]).isEqualTo(scores(criterion(), more)[0]);
        assertThat(scores(criterion(), few)[1]).isEqualTo(scores(criterion(), more)[2]);
    }

    @Test
    void dropsOthersInTheNextUpdate() {
        LinkTable links = LinkTable.drawn(SHAPE, 1000, RandomStream.ofSeed(1));

        assertThat(scores(criterion(), links))
                .isNotEqualTo(scores(criterion(), links.withRandom(RandomStream.ofSeed(2))));
    }

    @Test
    void isUniform() {
        int[] tenths = new int[10];
        for (float score : scores(criterion(), LinkTable.drawn(SHAPE, 10_000, RandomStream.ofSeed(1)))) {
            tenths[Math.min(9, (int) (score * 10))]++;
        }
        // Five standard deviations of 10,000 draws at 1/10 are 150.
        for (int count : tenths) {
            assertThat(count).isBetween(850, 1150);
        }
    }
}
