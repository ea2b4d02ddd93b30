package org.espalier.plugins.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;
import org.espalier.api.backend.Kernels;
import org.espalier.plugins.nativecode.NativeBackend.Tier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
    @BeforeAll
    static void needsTheLibrary() {
        BuiltLibrary.required();
    }

    @Test
    void everyTierHasKernelsForMethodsOfTheInterfaceAndForAllWithoutADefault() {
        for (NativeTier tier : BuiltLibrary.open().tiers()) {
            Set<String> methods =
                    tier.kernels().values().stream().map(NativeKernel::method).collect(Collectors.toSet());
            assertThat(methods)
                    .isSubsetOf(Arrays.stream(Kernels.class.getMethods())
                            .map(Method::getName)
                            .toList())
                    .containsAll(Arrays.stream(Kernels.class.getMethods())
                            .filter(method -> !method.isDefault())
                            .map(Method::getName)
                            .toList());
        }
    }

    @Test
    void aTierCanBeChosenThatIsNotTheBest() {
        NativeLibrary library = BuiltLibrary.open();
        assertThat(library.tier(Tier.BEST)).isEqualTo(library.best());
        assertThat(library.tier(Tier.GENERIC)).isEqualTo(library.tiers().getFirst());
        assertThat(BuiltLibrary.backend(Tier.GENERIC).description())
                .isEqualTo("generic in C, the rest by plain Java, no vectors");
    }

    @Test
    void aTierThatTheProcessorDoesNotRunIsRefused() {
        NativeLibrary older = new NativeLibrary(
                List.of(new NativeTier("generic", Map.of()), new NativeTier("avx2", Map.of())), 0, "");
        assertThatThrownBy(() -> older.tier(Tier.AVX2))
                .isInstanceOf(EspalierException.class)
                .hasMessage("The tier 'avx2' of native kernels cannot be used: this processor does not run it."
                        + " It runs generic.");
        assertThatThrownBy(() -> older.tier(Tier.SVE))
                .hasMessage("The tier 'sve' of native kernels cannot be used: the library for this machine was built"
                        + " without it. It runs generic.");
    }

    @Test
    void aLibraryWithoutTheInterfaceIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> NativeLibrary.of(name -> Optional.empty(), arena))
                    .hasMessage("The library of native kernels has no espalier_abi_version, so it is not one of this"
                            + " version. Build the bundle again.");
        }
    }
}
