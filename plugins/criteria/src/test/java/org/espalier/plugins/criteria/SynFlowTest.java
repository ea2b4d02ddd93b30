package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.score.PruneCriterion;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.PruneCriterionContract;
import org.junit.jupiter.api.Test;

class SynFlowTest extends PruneCriterionContract {
    @Override
    protected PruneCriterion criterion() {
        return new SynFlow();
    }

    /** Of W1 = [[1, -2], [0, 3]] under W2 = [2, -1], through which 9 flow. */
    @Test
    void scoresTheShareOfTheFlowWhateverTheSign() {
        LinkTable links = LinkTable.ofValues(1, -2, 0, 3).withFlows(2 / 9.0, 4 / 9.0, 0, 3 / 9.0);

        assertThat(scores(criterion(), links)).containsExactly(2 / 9f, 4 / 9f, 0f, 3 / 9f);
    }
}
