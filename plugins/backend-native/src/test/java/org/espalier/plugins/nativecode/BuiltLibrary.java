package org.espalier.plugins.nativecode;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.espalier.api.backend.Backend;
import org.espalier.core.kernel.ScalarBackend;

/** The library of this build, if there was a compiler to make one. */
final class BuiltLibrary {
    private BuiltLibrary() {}

    /** Skips the test where there is none. */
    static void required() {
        boolean built = CarriedLibrary.forThisMachine().isPresent();
        if (!built) {
            System.out.println("Skipped: the native kernels are tested only where a C compiler could build them.");
        }
        assumeTrue(built);
    }

    static NativeLibrary open() {
        return CarriedLibrary.required().open();
    }

    /** The backend over the scalar kernels. */
    static Backend backend(NativeBackend.Tier tier) {
        return new NativeBackend(new NativeBackend.Options(tier), ScalarBackend::new);
    }
}
