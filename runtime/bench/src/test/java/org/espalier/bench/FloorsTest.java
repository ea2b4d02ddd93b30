package org.espalier.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.core.bench.KernelCall;
import org.espalier.core.bench.KernelCalls;
import org.espalier.core.bench.KernelSizes;
import org.espalier.core.kernel.ScalarKernels;
import org.junit.jupiter.api.Test;

class FloorsTest {
    @Test
    void everyCallHasOneAndNothingElse() {
        try (KernelCalls calls = new KernelCalls(new ScalarKernels(), KernelSizes.small())) {
            assertThat(Floors.read().byCall().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            calls.all().stream().map(KernelCall::name).toList());
        }
    }

    @Test
    void aLineIsReadAsItIsWritten() {
        Floors.Floor floor = new Floors.Floor(0.125, 2.5);
        assertThat(Floors.parse(List.of("# what", "", floor.line("embed 3 rows")))
                        .of("embed 3 rows"))
                .isEqualTo(floor);
    }

    @Test
    void lieAFactorOfFourUnderWhatIsUsual() {
        assertThat(Floors.Floor.under(0.4, 12)).isEqualTo(new Floors.Floor(0.1, 3));
    }

    @Test
    void aKernelThatVectorsMakeFasterIsNeverToBeSlowerThanTheReference() {
        assertThat(Floors.Floor.under(0.4, 3.5).timesScalar()).isEqualTo(1);
    }

    @Test
    void askForNoMoreThanThreeTimesTheReference() {
        assertThat(Floors.Floor.under(0.4, 50).timesScalar()).isEqualTo(3);
    }

    @Test
    void aKernelThatIsTheReferenceIsNotHeldAgainstIt() {
        assertThat(Floors.Floor.under(0.4, 1.1).timesScalar()).isZero();
    }

    @Test
    void aBrokenLineIsNamedWithItsPlace() {
        assertThatThrownBy(() -> Floors.parse(List.of("", "0.1 embed")))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("kernel-floors.txt:2: two numbers and the name of a call");
    }

    @Test
    void aCallWithTwoLinesIsNamed() {
        assertThatThrownBy(() -> Floors.parse(List.of("0.1 1 embed", "0.2 1 embed")))
                .hasMessageContaining("kernel-floors.txt:2: \"embed\" has a floor already.");
    }

    @Test
    void aCallWithoutALineIsNamed() {
        assertThatThrownBy(() -> Floors.parse(List.of()).of("embed"))
                .hasMessageContaining("\"embed\" has no line in kernel-floors.txt");
    }
}
