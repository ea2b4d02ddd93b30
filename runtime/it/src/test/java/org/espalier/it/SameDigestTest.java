package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smoke recipes have one digest each: in Felix and on a flat class path, with the Vector API and without. */
final class SameDigestTest {
    private static final List<String> VECTORS = List.of("--add-modules", "jdk.incubator.vector");

    @TempDir
    Path temp;

    @Test
    void felixAndAFlatClassPathAgreeWithAndWithoutVectors() throws Exception {
        String felix = run("felix", VECTORS);
        assertThat(felix).contains("backend simd");
        assertThat(digests(felix)).hasSameSizeAs(recipes()).allMatch(line -> line.matches("digest \\S+ [0-9a-f]{64}"));
        String flat = run("flat", VECTORS);
        assertThat(flat).contains("backend simd");
        assertThat(digests(flat)).isEqualTo(digests(felix));

        String felixScalar = run("felix", List.of());
        assertThat(felixScalar)
                .containsPattern("backend (native|scalar)")
                .contains("fault ")
                .contains("--add-modules jdk.incubator.vector");
        assertThat(digests(felixScalar)).isEqualTo(digests(felix));
    }

    private String run(String mode, List<String> flags) throws Exception {
        Path folder = Files.createTempDirectory(temp, mode);
        List<String> arguments =
                new ArrayList<>(List.of(mode, folder.resolve("runs").toString()));
        arguments.addAll(recipes());
        List<String> all = new ArrayList<>(flags);
        all.add("--enable-native-access=ALL-UNNAMED");
        ChildJvm child = ChildJvm.run(folder.resolve("tmp"), all, DigestProbe.class, arguments.toArray(new String[0]));
        assertThat(child.exit()).as(child.output()).isZero();
        return child.output();
    }

    private static List<String> recipes() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("../../recipes/smoke"))) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".groovy"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> digests(String output) {
        return output.lines().filter(line -> line.startsWith("digest ")).toList();
    }
}
