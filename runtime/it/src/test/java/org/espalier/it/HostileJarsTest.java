package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.espalier.osgi.FelixHost;
import org.espalier.osgi.trust.JarLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jars made to mislead or to fill memory are refused before anything of them is used. */
class HostileJarsTest {
    private static final int BOMB = 40 << 20;

    @TempDir
    private Path folder;

    private static BundleJar bundle() {
        return BundleJar.withSchedule("hostile", "hostile");
    }

    private String refused(JarLimits limits) {
        try (FelixHost host = Hosts.builder(folder).limits(limits).start()) {
            assertThat(host.catalog().find("schedule", "hostile")).isEmpty();
            assertThat(host.faults()).hasSize(1);
            return host.faults().getFirst().text();
        }
    }

    private String refused() {
        return refused(JarLimits.STANDARD);
    }

    @Test
    void aJarThatUnpacksToFarMoreThanItsSize() throws IOException {
        Path jar = bundle().entry("zeros.bin", new byte[BOMB]).in(folder);
        assertThat(refused())
                .isEqualTo("hostile.jar unpacks to more than 16777216 bytes, though it has only " + Files.size(jar)
                        + " (at its entry zeros.bin): it may be made to fill memory. It is not what a build makes: get"
                        + " it again from its author, or do not use it.");
    }

    @Test
    void aJarInsideTheJarThatDoes() throws IOException {
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(inside)) {
            zip.putNextEntry(new ZipEntry("zeros.bin"));
            zip.write(new byte[BOMB]);
        }
        bundle().entry("lib/inside.jar", inside.toByteArray()).in(folder);
        assertThat(refused()).contains("(at its entry lib/inside.jar!zeros.bin)");
    }

    @Test
    void aFileThatOnlyEndsLikeAJarIsNoFault() throws IOException {
        bundle().entry("lib/inside.jar", BundleJar.bytes("no jar")).in(folder);
        try (FelixHost host = Hosts.start(folder)) {
            assertThat(host.faults()).isEmpty();
            assertThat(Hosts.valueOf(host, "hostile")).isEqualTo(3);
        }
    }

    @Test
    void aJarThatIsTooLarge() throws IOException {
        bundle().in(folder);
        assertThat(refused(new JarLimits(100, 1000, 1 << 20, 200))).startsWith("hostile.jar has more than 1000 bytes.");
    }

    @Test
    void aJarOfTooManyEntries() throws IOException {
        bundle().entry("a", new byte[1]).entry("b", new byte[1]).in(folder);
        assertThat(refused(new JarLimits(5, 1 << 20, 1 << 20, 200))).startsWith("hostile.jar has more than 5 entries.");
    }

    @ParameterizedTest
    @CsvSource({"/etc/passwd", "../../up.txt", "a/../../up.txt", "C:/windows.txt", "..\\up.txt"})
    void anEntryThatLeadsOutOfTheJar(String name) throws IOException {
        bundle().entry(name, new byte[1]).in(folder);
        assertThat(refused()).startsWith("hostile.jar has an entry called '" + name + "', which leads out of the jar.");
    }

    @Test
    void anEntryThatStandsThereTwice() throws IOException {
        Path jar =
                bundle().entry("x/one", new byte[1]).entry("x/two", new byte[2]).in(folder);
        JarChange.rename(jar, "x/two", "x/one");
        assertThat(refused()).startsWith("hostile.jar holds the entry x/one twice");
    }

    @Test
    void aSecondManifestInSmallLetters() throws IOException {
        bundle().entry("meta-inf/manifest.mf", BundleJar.bytes("Manifest-Version: 1.0\n"))
                .in(folder);
        assertThat(refused()).startsWith("hostile.jar has a manifest called meta-inf/manifest.mf");
    }
}
