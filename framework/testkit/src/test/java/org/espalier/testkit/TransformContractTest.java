package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.espalier.api.loop.ParameterEditor;
import org.espalier.api.loop.ParameterEditor.Role;
import org.espalier.api.loop.Transform;
import org.junit.jupiter.api.Test;

/** The contract of transforms is shown transforms with one fault each. */
class TransformContractTest {
    private static TransformContract contract(Transform transform) {
        return new TransformContract() {
            @Override
            protected Transform transform() {
                return transform;
            }
        };
    }

    @Test
    void oneThatDropsEveryOtherLinkPasses() {
        TransformContract good = contract(network -> {
            for (ParameterEditor parameter : network.parameters()) {
                if (parameter.role() == Role.WEIGHT) {
                    BitSet kept = new BitSet();
                    for (int k = 0; k < parameter.count(); k += 2) {
                        kept.set(k);
                    }
                    parameter.keep(kept);
                }
            }
        });
        assertThatCode(good::theSameNetworkBecomesTheSame).doesNotThrowAnyException();
        assertThatCode(good::aNetworkOfZerosIsNoMistake).doesNotThrowAnyException();
    }

    @Test
    void oneThatRemembersIsFound() {
        int[] calls = {0};
        assertThatThrownBy(contract(network -> {
                    ParameterEditor first = network.parameters().getFirst();
                    float[] values = first.values();
                    values[0] = calls[0]++;
                    first.set(values);
                })::theSameNetworkBecomesTheSame)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void oneThatDividesByNothingIsFound() {
        assertThatThrownBy(contract(network -> {
                    ParameterEditor first = network.parameters().getFirst();
                    float[] values = first.values();
                    values[0] /= values[1];
                    first.set(values);
                })::aNetworkOfZerosIsNoMistake)
                .hasMessageContaining("would become NaN");
    }
}
