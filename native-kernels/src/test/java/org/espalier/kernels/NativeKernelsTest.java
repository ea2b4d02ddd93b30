package org.espalier.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.espalier.api.backend.Backend;
import org.espalier.api.backend.Kernels;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.testkit.BackendContract;
import org.espalier.testkit.EveryKernel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The built library against the scalar kernels in Java, bit by bit. */
class NativeKernelsTest extends BackendContract {
    private static final int ABI_VERSION = 1;

    private final NativeLibrary library =
            NativeLibrary.load(NativeLibrary.built().orElseThrow());
    private final Backend backend = new NativeBackend(new NativeKernels(library), library.tier());

    @BeforeAll
    static void needsTheLibrary() {
        Optional<Path> library = NativeLibrary.built();
        if (library.isEmpty()) {
            System.out.println("Skipped: the native kernels are tested only where a C compiler could build them.");
        }
        assumeTrue(library.isPresent());
    }

    @Override
    protected Backend backend() {
        return backend;
    }

    @Test
    void hasTheVersionAndTheTierTheyWereBuiltWith() {
        assertThat(library.abiVersion()).isEqualTo(ABI_VERSION);
        assertThat(library.tier()).isEqualTo("generic");
    }

    @Test
    void areMethodsOfTheInterfaceAndAllOfThoseThatJavaDoesNotDoInTheirPlace() {
        assertThat(library.kernels().keySet())
                .isSubsetOf(names(method -> true))
                .containsAll(names(method -> !method.isDefault()));
    }

    private static Set<String> names(Predicate<Method> chosen) {
        return Arrays.stream(Kernels.class.getMethods())
                .filter(chosen)
                .map(Method::getName)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Test
    void haveTheDigestOfTheScalarKernels() {
        assertThat(EveryKernel.digest(backend.kernels(), 1)).isEqualTo(EveryKernel.digest(new ScalarKernels(), 1));
    }

    private record NativeBackend(Kernels kernels, String description) implements Backend {
        @Override
        public int preference() {
            return 0;
        }
    }
}
