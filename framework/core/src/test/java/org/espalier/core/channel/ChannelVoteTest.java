package org.espalier.core.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Window;
import org.junit.jupiter.api.Test;

/** Parameters whose channels only go together agree on a mask. */
final class ChannelVoteTest {
    private static final int CHANNELS = 4;

    /** Three normalisations feed one sum; a fourth stands by itself. */
    private static final ChannelGraph GRAPH = ChannelGraph.of(Traced.model(List.of(4, 4, 1), (g, in) -> {
        Node a = Traced.norm(g, "bn1", Traced.conv(g, "a", in, CHANNELS, 3, 1, false));
        Node alone = Traced.norm(g, "bn4", Traced.conv(g, "d", a, CHANNELS, 3, 1, false));
        Node b = Traced.norm(g, "bn2", Traced.conv(g, "b", alone, CHANNELS, 3, 1, false));
        Node c = Traced.norm(g, "bn3", Traced.conv(g, "c", in, CHANNELS, 3, 1, false));
        Node sum = g.activation(g.add(g.add(a, b), c), Activation.RELU);
        return Traced.conv(g, "out", g.averagePool(sum, Window.square(4, 1, 0, 1)), 2, 1, 0, true);
    }));

    private final ChannelVote vote = new ChannelVote(GRAPH);

    /** A normalisation that wants some channels gone. */
    private void wants(String norm, double[] norms, Integer... gone) {
        int[] groups = IntStream.range(0, CHANNELS)
                .map(row -> GRAPH.rowGroup("net." + norm + ".scale", row))
                .toArray();
        boolean[] kept = new boolean[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            kept[i] = !Arrays.asList(gone).contains(i);
        }
        vote.add(groups, norms, kept);
    }

    private void wants(String norm, Integer... gone) {
        wants(norm, new double[] {1, 2, 3, 4}, gone);
    }

    private static int[] gone(ChannelMask mask, String parameter) {
        return IntStream.range(0, CHANNELS)
                .filter(row -> !mask.keepsRow("net." + parameter, row))
                .toArray();
    }

    /** The numbers are those of the card of MaskSparsity. */
    @Test
    void membersOfASumVote() {
        wants("bn1", 0, 1);
        wants("bn2", 0, 2);
        wants("bn3", 0, 1, 3);
        wants("bn4", 2);
        ChannelMask mask = vote.mask();
        for (String parameter : List.of("bn1.scale", "bn2.shift", "c.weight")) {
            assertThat(gone(mask, parameter)).as(parameter).containsExactly(0, 1);
        }
        assertThat(gone(mask, "bn4.scale")).containsExactly(2);
        assertThat(mask.keepsChannel("net.out.weight", 1)).isFalse();
        assertThat(mask.removed().cardinality()).isEqualTo(3);
    }

    @Test
    void aMemberThatGivesUpNothingLetsOnlyGoWhatAllWant() {
        wants("bn1", 0, 1);
        wants("bn2");
        wants("bn3", 0, 1, 3);
        assertThat(vote.mask().removed().isEmpty()).isTrue();
    }

    @Test
    void theLargestStaysWhenNoneWould() {
        wants("bn4", new double[] {1, 4, 4, 2}, 0, 1, 2, 3);
        assertThat(gone(vote.mask(), "bn4.scale")).containsExactly(0, 1, 3);
    }

    @Test
    void somethingIsLeftOfASumWhoseMembersWantDifferentThings() {
        wants("bn1", new double[] {1, 2, 3, 4}, 0, 1);
        wants("bn2", new double[] {1, 5, 3, 4}, 2, 3);
        ChannelMask mask = vote.mask();
        assertThat(gone(mask, "bn1.scale")).containsExactly(0, 1, 2);
    }

    @Test
    void whatBelongsToNoGroupStays() {
        assertThat(vote.mask().keepsRow("net.out.weight", 0)).isTrue();
    }
}
