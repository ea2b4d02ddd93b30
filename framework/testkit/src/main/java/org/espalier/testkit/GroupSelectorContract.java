package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.RandomStream;
import org.espalier.api.loop.GroupSelector;
import org.junit.jupiter.api.Test;

/** What every selector of groups keeps: the same answer to the same norms, which it only reads, whatever they are. */
public abstract class GroupSelectorContract {
    private static final int CASES = 60;

    /** A fresh selector; every call gives an equal one. */
    protected abstract GroupSelector selector();

    @Test
    void itSaysTheSameWhateverItSaidBefore() {
        GroupSelector used = selector();
        for (int i = 0; i < CASES; i++) {
            GroupTable groups = groups(i);
            double[] norms = norms(i, groups.count());
            assertThat(kept(used, groups, norms)).containsExactly(kept(selector(), groups, norms));
        }
    }

    @Test
    void itOnlyReadsNorms() {
        for (int i = 0; i < CASES; i++) {
            GroupTable groups = groups(i);
            double[] norms = norms(i, groups.count());
            double[] before = norms.clone();
            kept(selector(), groups, norms);
            assertThat(norms).containsExactly(before);
        }
    }

    @Test
    void groupsThatAreAllZeroAreNoMistake() {
        GroupTable groups = GroupTable.ofValues(4, 0).cut(3, 0, 1);
        assertThat(kept(selector(), groups, new double[4])).hasSize(4);
    }

    private static boolean[] kept(GroupSelector selector, GroupTable groups, double[] norms) {
        boolean[] kept = new boolean[groups.count()];
        selector.select(groups, norms, kept);
        return kept;
    }

    /** A few groups of one or two parameters. */
    private static GroupTable groups(long seed) {
        RandomStream random = RandomStream.ofSeed(seed);
        int count = 2 + (int) random.below(9, 0);
        int first = 1 + (int) random.below(count - 1, 1);
        int[] sizes = new int[count];
        for (int j = 0; j < count; j++) {
            sizes[j] = 1 + (int) random.fork("size").below(7, j);
        }
        return GroupTable.ofValues(count, 0).withSizes(sizes).cut(first, count - first);
    }

    /** Some are zero, some equal. */
    private static double[] norms(long seed, int count) {
        RandomStream random = RandomStream.ofSeed(seed).fork("norms");
        double[] norms = new double[count];
        for (int j = 0; j < count; j++) {
            norms[j] = random.fork("equal").uniform(j) < 0.3 ? (int) random.below(3, j) : Math.abs(random.gaussian(j));
        }
        return norms;
    }
}
