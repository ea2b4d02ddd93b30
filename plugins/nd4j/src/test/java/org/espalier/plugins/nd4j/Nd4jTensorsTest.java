package org.espalier.plugins.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Nd4jTensorsTest {
    @Test
    void writesThroughTheMemoryAreSeenByTheArray() {
        try (INDArray array = Nd4j.zeros(DataType.FLOAT, 2, 3)) {
            MemorySegment memory = Nd4jTensors.memoryOf(array);
            assertThat(memory.byteSize()).isEqualTo(24);
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, 4, 7.5f);
            assertThat(array.getFloat(1, 1)).isEqualTo(7.5f);
            array.putScalar(0, 2, -1f);
            assertThat(memory.getAtIndex(ValueLayout.JAVA_FLOAT, 2)).isEqualTo(-1f);
        }
    }

    @Test
    void rowsOfAnArrayKeepTheirOffset() {
        try (INDArray array = Nd4j.arange(6).castTo(DataType.FLOAT).reshape(3, 2)) {
            MemorySegment row = Nd4jTensors.memoryOf(array.getRow(2));
            assertThat(row.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(4f, 5f);
        }
    }

    @Test
    void nativeMemoryIsSeenAsAnArrayWithoutACopy() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(6 * Float.BYTES, 64);
            INDArray array = Nd4jTensors.arrayOf(memory, 2, 3);
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, 5, 3f);
            assertThat(array.getFloat(1, 2)).isEqualTo(3f);
            array.addi(1);
            assertThat(memory.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1f, 1f, 1f, 1f, 1f, 4f);
            assertThat(Nd4jTensors.memoryOf(array).address()).isEqualTo(memory.address());
        }
    }

    @Test
    void refusesWhatIsNotFloatsInRowOrder() {
        try (INDArray doubles = Nd4j.zeros(DataType.DOUBLE, 2, 2);
                INDArray floats = Nd4j.zeros(DataType.FLOAT, 4, 4)) {
            assertThatThrownBy(() -> Nd4jTensors.memoryOf(doubles))
                    .hasMessage("an array of FLOAT is needed, was DOUBLE");
            INDArray columns = floats.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2));
            assertThatThrownBy(() -> Nd4jTensors.memoryOf(columns))
                    .hasMessage("the values of an array of shape [4, 2] with strides [4, 1] do not lie in row order;"
                            + " use dup('c')");
        }
    }

    @Test
    void refusesMemoryOfAnotherSizeOrOnTheHeap() {
        assertThatThrownBy(() -> Nd4jTensors.arrayOf(MemorySegment.ofArray(new float[6]), 2, 3))
                .hasMessage("an array of shape [2, 3] needs 6 floats of native memory, was 24 bytes on the heap");
    }
}
