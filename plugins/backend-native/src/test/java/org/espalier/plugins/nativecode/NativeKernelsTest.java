package org.espalier.plugins.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.espalier.api.backend.Backend;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.plugins.nativecode.NativeBackend.Tier;
import org.espalier.testkit.BackendContract;
import org.espalier.testkit.EveryKernel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tier of this processor against the scalar kernels, bit by bit; or another, {@code -Despalier.native.tier=avx2}. */
class NativeKernelsTest extends BackendContract {
    private static final Tier TIER =
            Tier.valueOf(System.getProperty("espalier.native.tier", "best").toUpperCase(Locale.ROOT));

    private final Backend backend = BuiltLibrary.backend(TIER);

    @BeforeAll
    static void needsTheLibrary() {
        BuiltLibrary.required();
    }

    @Override
    protected Backend backend() {
        return backend;
    }

    @Test
    void everyTierHasTheDigestOfTheScalarKernels() {
        String wanted = EveryKernel.digest(new ScalarKernels(), 1);
        for (NativeTier tier : BuiltLibrary.open().running()) {
            Tier chosen = Tier.valueOf(tier.name().toUpperCase(Locale.ROOT));
            assertThat(EveryKernel.digest(BuiltLibrary.backend(chosen).kernels(), 1))
                    .as(tier.name())
                    .isEqualTo(wanted);
        }
    }
}
