package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.espalier.api.loop.GroupSelector;
import org.junit.jupiter.api.Test;

/** The contract of selectors is shown selectors with one fault each. */
class GroupSelectorContractTest {
    private static GroupSelectorContract contract(GroupSelector selector) {
        return new GroupSelectorContract() {
            @Override
            protected GroupSelector selector() {
                return selector;
            }
        };
    }

    @Test
    void oneThatKeepsEveryOtherGroupPasses() {
        GroupSelectorContract good = contract((groups, norms, kept) -> {
            for (int j = 0; j < groups.count(); j += 2) {
                kept[j] = true;
            }
        });
        assertThatCode(good::itSaysTheSameWhateverItSaidBefore).doesNotThrowAnyException();
        assertThatCode(good::itOnlyReadsNorms).doesNotThrowAnyException();
        assertThatCode(good::groupsThatAreAllZeroAreNoMistake).doesNotThrowAnyException();
    }

    @Test
    void oneThatRemembersIsFound() {
        int[] calls = {0};
        assertThatThrownBy(
                        contract((groups, norms, kept) -> kept[0] = calls[0]++ % 3 == 0)
                                ::itSaysTheSameWhateverItSaidBefore)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void oneThatWritesNormsIsFound() {
        assertThatThrownBy(contract((groups, norms, kept) -> norms[0] = -1)::itOnlyReadsNorms)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void oneThatStumblesOverZerosIsFound() {
        assertThatThrownBy(contract((groups, norms, kept) -> {
                    if (norms[0] == 0) {
                        throw new ArithmeticException("nothing to divide by");
                    }
                })::groupsThatAreAllZeroAreNoMistake)
                .isInstanceOf(ArithmeticException.class);
    }
}
