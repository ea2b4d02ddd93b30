package org.espalier.plugins.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.backend.Backend;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.testkit.BackendContract;
import org.espalier.testkit.EveryKernel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SimdBackendTest extends BackendContract {
    private static final String WIDTH = "-XX:MaxVectorSize=";
    /** Enough for the optimizing compiler to have replaced every kernel. */
    private static final int UNTIL_COMPILED = 2000;

    private final Backend backend = new SimdBackend();

    @Override
    protected Backend backend() {
        return backend;
    }

    @Test
    void usesTheWidestVectorsThisJvmMayUse() {
        for (String argument : arguments()) {
            int bytes = Integer.parseInt(argument.substring(WIDTH.length()));
            assertThat(backend.description()).isEqualTo(8 * bytes + "-bit vectors");
        }
        assertThat(backend.description()).matches("(512|256|128)-bit vectors");
    }

    @Test
    void isPreferredToTheScalarBackend() {
        assertThat(backend.preference()).isPositive();
    }

    @Test
    @Tag("one-width")
    void compiledAndInterpretedKernelsHaveTheDigestOfTheScalarOnes() throws IOException, InterruptedException {
        Process interpreter = interpreter();
        String wanted = EveryKernel.digest(new ScalarKernels(), 1);
        assertThat(EveryKernel.digest(backend.kernels(), UNTIL_COMPILED)).isEqualTo(wanted);
        String interpreted = new String(interpreter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(interpreter.waitFor()).isZero();
        assertThat(interpreted.strip()).isEqualTo(wanted);
    }

    private static Process interpreter() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xint");
        command.addAll(arguments());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DigestMain.class.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> arguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(WIDTH))
                .toList();
    }
}
