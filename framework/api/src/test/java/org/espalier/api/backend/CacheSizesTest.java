package org.espalier.api.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheSizesTest {
    @TempDir
    Path folder;

    private void cache(int index, String level, String type, String size) throws IOException {
        Path cache = Files.createDirectory(folder.resolve("index" + index));
        Files.writeString(cache.resolve("level"), level + "\n");
        Files.writeString(cache.resolve("type"), type + "\n");
        Files.writeString(cache.resolve("size"), size + "\n");
    }

    @Test
    void areThoseOfTheFirstTwoLevels() throws IOException {
        cache(0, "1", "Data", "48K");
        cache(1, "1", "Instruction", "64K");
        cache(2, "2", "Unified", "2048K");
        cache(3, "3", "Unified", "32768K");
        assertThat(CacheSizes.read(folder)).isEqualTo(new CacheSizes(48 << 10, 2048 << 10));
    }

    @Test
    void areTheUsualOnesWhereNothingIsTold() throws IOException {
        assertThat(CacheSizes.read(folder.resolve("none"))).isEqualTo(CacheSizes.USUAL);
        assertThat(CacheSizes.read(folder)).isEqualTo(CacheSizes.USUAL);
    }

    @Test
    void areTheUsualOnesWhereWhatIsToldMakesNoSense() throws IOException {
        cache(0, "1", "Data", "much");
        cache(1, "2", "Unified", "16K");
        assertThat(CacheSizes.read(folder)).isEqualTo(CacheSizes.USUAL);
    }

    @Test
    void areTheUsualOnesWhereAFileIsMissing() throws IOException {
        Files.createDirectory(folder.resolve("index0"));
        assertThat(CacheSizes.read(folder)).isEqualTo(CacheSizes.USUAL);
    }

    @Test
    void areAboveZeroAndGrow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CacheSizes(0, 1))
                .withMessageContaining("0 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> new CacheSizes(2, 1));
        assertThat(CacheSizes.here().second())
                .isGreaterThanOrEqualTo(CacheSizes.here().first());
    }
}
