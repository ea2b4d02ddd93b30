package org.espalier.plugins.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.api.backend.Backend;
import org.espalier.core.kernel.ScalarBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeBackendTest {
    private static final int LIBRARIES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void isPreferredToScalarKernelsAndNotToVectorsAndSaysSoWithoutLoadingAnything() {
        Backend backend = new NativeBackend(new NativeBackend.Options(NativeBackend.Tier.BEST), () -> {
            throw new AssertionError("nobody asked for kernels");
        });
        if (CarriedLibrary.forThisMachine().isPresent()) {
            assertThat(backend.preference()).isBetween(new ScalarBackend().preference() + 1, 99);
        } else {
            assertThat(backend.preference()).isNegative();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itsLibraryIsClosedWhenNothingCanCallItAnyMore() throws IOException, InterruptedException {
        BuiltLibrary.required();
        long before = openLibraries();
        for (int i = 0; i < LIBRARIES; i++) {
            BuiltLibrary.backend(NativeBackend.Tier.GENERIC).kernels();
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (openLibraries() > before && System.nanoTime() < end) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(openLibraries()).isLessThanOrEqualTo(before);
    }

    /** Libraries are opened from a folder of their own each, which the maps of the process name. */
    private static long openLibraries() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains("espalier-native-"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .count();
        }
    }

    @Test
    void aLibraryThatIsNotWhatWasBuiltIsRefused() {
        assertThatThrownBy(() -> new CarriedLibrary("/damaged/library").open())
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith("The library /damaged/library of this bundle is damaged: its SHA-256 is ");
    }

    @Test
    void aFileThatIsNoLibraryIsToldWithItsFolder() {
        assertThatThrownBy(() -> new CarriedLibrary("/damaged/text").open())
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith("The native kernels cannot be opened from ")
                .hasMessageContaining("noexec");
    }
}
