package org.espalier.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.espalier.api.EspalierException;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
    @Test
    void piecesStartOnCacheLinesAndAreZero() {
        try (NativeMemory memory = new NativeMemory()) {
            for (int count : new int[] {0, 1, 15, 16, 17, 1000}) {
                long address = memory.allocateFloats(count);
                assertThat(address % NativeMemory.ALIGNMENT).isZero();
                float[] values = new float[count];
                NativeMemory.copy(address, values, 0, count);
                assertThat(values).isEqualTo(new float[count]);
            }
        }
    }

    @Test
    void countsWholeCacheLines() {
        NativeMemory memory = new NativeMemory();
        memory.allocate(1);
        memory.allocate(65);
        assertThat(memory.bytes()).isEqualTo(64 + 128);
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void whatIsWrittenIsRead() {
        try (NativeMemory memory = new NativeMemory()) {
            long address = memory.allocate(64);
            NativeMemory.copy(new int[] {1, 2, 3, 4}, 1, address, 3);
            assertThat(NativeMemory.getInt(address + 8)).isEqualTo(4);
            NativeMemory.setFloat(address + 4, -0.5f);
            NativeMemory.copy(address + 4, address + 32, 4);
            assertThat(NativeMemory.getFloat(address + 32)).isEqualTo(-0.5f);
            NativeMemory.clear(address, 64);
            assertThat(NativeMemory.getInt(address + 8)).isZero();
        }
    }

    @Test
    void saysWhenThereIsNoRoom() {
        try (NativeMemory memory = new NativeMemory()) {
            assertThatThrownBy(() -> memory.allocate(1L << 60))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining("bytes of native memory");
        }
    }
}
