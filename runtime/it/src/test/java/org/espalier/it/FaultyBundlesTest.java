package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.espalier.core.catalog.DescriptorReader;
import org.espalier.osgi.BundleFault;
import org.espalier.osgi.FelixHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way a bundle can be broken gives one sentence with a fix, and a sound bundle beside it works on. */
class FaultyBundlesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void addASoundBundle() throws IOException {
        BundleJar.withSchedule("sound", "sound").in(folder);
    }

    private static BundleJar broken() {
        return BundleJar.withSchedule("broken", "broken");
    }

    /** The one fault of the host, as people see it. */
    private String onlyFault() {
        try (FelixHost host = Hosts.start(folder)) {
            assertThat(Hosts.valueOf(host, "sound")).isEqualTo(3);
            List<BundleFault> faults = host.faults();
            assertThat(faults).hasSize(1);
            return faults.getFirst().text();
        }
    }

    /** The one fault that shows when classes are loaded. */
    private String onlyFaultOfClasses() {
        try (FelixHost host = Hosts.start(folder)) {
            assertThat(host.faults()).isEmpty();
            assertThat(Hosts.valueOf(host, "sound")).isEqualTo(3);
            List<BundleFault> faults = host.verify();
            assertThat(faults).hasSize(1);
            return faults.getFirst().text();
        }
    }

    @Test
    void aSoundBundleHasNoFault() {
        try (FelixHost host = Hosts.start(folder)) {
            assertThat(host.faults()).isEmpty();
            assertThat(host.verify()).isEmpty();
            assertThat(Hosts.valueOf(host, "sound")).isEqualTo(3);
        }
    }

    @Test
    void namesAPackageNobodyExports() throws IOException {
        broken().header(
                        "Import-Package",
                        "org.espalier.api,org.espalier.api.number,org.example.linear;version=\"[2.1,3)\"")
                .in(folder);
        assertThat(onlyFault())
                .isEqualTo("broken.jar imports the package org.example.linear from 2.1.0 up to but not 3.0.0, which"
                        + " neither this host nor another bundle exports. Put the library into the bundle (bnd:"
                        + " -includeresource or -privatepackage), or add the bundle that exports the package.");
    }

    @Test
    void namesBothVersionsOfTheApi() throws IOException {
        broken().header("Import-Package", "org.espalier.api;version=\"[7,8)\",org.espalier.api.number")
                .in(folder);
        assertThat(onlyFault())
                .startsWith("broken.jar was built for another version of the API: it asks for org.espalier.api from"
                        + " 7.0.0 up to but not 8.0.0, this host offers ")
                .containsPattern("this host offers (\\d+\\.\\d+\\.\\d+)\\. Build it against espalier-api \\1");
    }

    @Test
    void namesTheJavaItNeeds() throws IOException {
        broken().header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")
                .in(folder);
        assertThat(onlyFault())
                .isEqualTo("broken.jar needs a newer Java: it asks for Java 99, this is 25. Run Espalier with that"
                        + " Java, or build the bundle with --release 25.");
    }

    @Test
    void saysThatTheApiIsNotImported() throws IOException {
        broken().withoutHeader("Import-Package").in(folder);
        assertThat(onlyFault())
                .startsWith("broken.jar has plugins but does not import org.espalier.api.")
                .contains("bnd-maven-plugin");
    }

    @Test
    void saysWhichImportOfTheApiIsMissing() throws IOException {
        broken().header("Import-Package", "org.espalier.api").in(folder);
        assertThat(onlyFaultOfClasses())
                .contains("schedule 'broken' of sample.broken 1.0.0 cannot be loaded")
                .contains("add 'Import-Package: org.espalier.api.number'");
    }

    @Test
    void tellsWhatAnActivatorThrew() throws IOException {
        broken().header("Bundle-Activator", "sample.broken.Activator")
                .header("Import-Package", "org.espalier.api,org.espalier.api.number,org.osgi.framework")
                .source("Activator", """
                        package sample.broken;
                        public final class Activator implements org.osgi.framework.BundleActivator {
                            public void start(org.osgi.framework.BundleContext context) {
                                throw new IllegalStateException("no licence found");
                            }
                            public void stop(org.osgi.framework.BundleContext context) {}
                        }
                        """)
                .in(folder);
        assertThat(onlyFault())
                .startsWith("broken.jar failed to start: its activator threw java.lang.IllegalStateException: no"
                        + " licence found.")
                .contains("a plugin needs no activator");
    }

    @Test
    void tellsWhichErrorAnActivatorThrew() throws IOException {
        broken().header("Bundle-Activator", "sample.broken.Activator")
                .header("Import-Package", "org.espalier.api,org.espalier.api.number,org.osgi.framework")
                .source("Activator", """
                        package sample.broken;
                        public final class Activator implements org.osgi.framework.BundleActivator {
                            public void start(org.osgi.framework.BundleContext context) {
                                throw new StackOverflowError("deep");
                            }
                            public void stop(org.osgi.framework.BundleContext context) {}
                        }
                        """)
                .in(folder);
        assertThat(onlyFault()).contains("its activator threw java.lang.StackOverflowError: deep");
    }

    @Test
    void saysThatAJarIsCutOff() throws IOException {
        Path jar = broken().in(folder);
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        assertThat(onlyFault()).startsWith("broken.jar is not a readable jar (").contains("download or build it again");
    }

    @Test
    void saysThatATextIsNoJar() throws IOException {
        Files.writeString(folder.resolve("broken.jar"), "404: not found");
        assertThat(onlyFault()).startsWith("broken.jar is not a readable jar (");
    }

    @Test
    void saysThatAnEmptyFileIsNoJar() throws IOException {
        Files.createFile(folder.resolve("broken.jar"));
        assertThat(onlyFault()).startsWith("broken.jar is not a readable jar (");
    }

    @Test
    void saysWhichVersionIsMalformed() throws IOException {
        broken().header("Bundle-Version", "one.two").in(folder);
        assertThat(onlyFault())
                .startsWith("broken.jar has a manifest that OSGi cannot read (")
                .contains("one.two")
                .contains("a version is written 1.2.3");
    }

    @Test
    void saysWhichClassIsDamaged() throws IOException {
        broken().change("sample/broken/Level.class", content -> {
                    byte[] damaged = content.clone();
                    Arrays.fill(damaged, 40, 60, (byte) 0xFF);
                    return damaged;
                })
                .in(folder);
        assertThat(onlyFaultOfClasses())
                .startsWith("broken.jar has a broken plugin.")
                .contains("a class file in it is damaged")
                .contains("Copy or build the bundle again.");
    }

    @Test
    void saysWhichClassIsNotThere() throws IOException {
        broken().entry(
                        DescriptorReader.DESCRIPTOR,
                        BundleJar.bytes("{\"kind\":\"schedule\",\"name\":\"gone\",\"class\":\"sample.broken.Gone\","
                                + "\"doc\":\"Gone.\",\"options\":[]}\n"))
                .in(folder);
        assertThat(onlyFaultOfClasses()).contains("schedule 'gone'").contains("sample.broken.Gone is not in the jar");
    }

    @Test
    void saysThatAClassNeedsANewerJava() throws IOException {
        broken().change("sample/broken/Level.class", content -> {
                    byte[] newer = content.clone();
                    newer[7] = (byte) (Runtime.version().feature() + 44 + 3);
                    return newer;
                })
                .in(folder);
        assertThat(onlyFaultOfClasses()).contains("compiled for a newer Java than this one (25)");
    }

    @Test
    void saysThatABundleIsThereTwice() throws IOException {
        BundleJar.withSchedule("sound", "again").in(folder, "zz-second.jar");
        assertThat(onlyFault())
                .startsWith("zz-second.jar has the name and version of another bundle")
                .contains("Remove one of the two jars");
    }

    @Test
    void refusesACopyOfTheApi() throws IOException {
        broken().entry("org/espalier/api/Plugin.class", new byte[] {1, 2, 3}).in(folder);
        assertThat(onlyFault())
                .startsWith("broken.jar carries its own copy of the API.")
                .contains("'provided'");
    }

    @Test
    void saysThatAPlainJarIsNoBundle() throws IOException {
        broken().withoutHeaders().in(folder);
        assertThat(onlyFault())
                .startsWith("broken.jar is a plain jar: its manifest has no OSGi headers")
                .contains("bnd-maven-plugin");
    }

    @Test
    void saysThatTheProcessorDidNotRun() throws IOException {
        broken().withoutProcessor().in(folder);
        assertThat(onlyFault())
                .startsWith("broken.jar imports the API but names no plugin")
                .contains("annotationProcessorPaths");
    }

    @Test
    void namesTheLineOfAMalformedDescriptor() throws IOException {
        broken().change(DescriptorReader.DESCRIPTOR, content -> BundleJar.bytes("{oops\n"))
                .in(folder);
        assertThat(onlyFault())
                .startsWith("broken.jar has a descriptor that cannot be used.")
                .contains("line 1");
    }

    @Test
    void saysWhichOfTwoPluginsOfOneNameIsUsed() throws IOException {
        BundleJar.withSchedule("zweiter", "sound").in(folder);
        assertThat(onlyFault())
                .startsWith(
                        "zweiter.jar offers schedule 'sound', but so does sample.sound 1.0.0, whose plugin is used.")
                .contains("Remove one of the two bundles");
    }

    @Test
    void prefersTheNewerVersionOfOneBundle() throws IOException {
        BundleJar.withSchedule("sound", "sound")
                .header("Bundle-Version", "1.10.0")
                .in(folder, "a-newer.jar");
        assertThat(onlyFault()).startsWith("sound.jar offers schedule 'sound', but so does sample.sound 1.10.0");
    }

    @Test
    void aBundleWhoseProviderIsBrokenNamesTheProvider() throws IOException {
        broken().header("Import-Package", "org.espalier.api,org.espalier.api.number,sample.base")
                .in(folder);
        BundleJar.withSchedule("base", "base")
                .header("Export-Package", "sample.base")
                .header("Import-Package", "org.espalier.api,org.espalier.api.number,org.example.absent")
                .in(folder);
        try (FelixHost host = Hosts.start(folder)) {
            assertThat(host.faults())
                    .extracting(BundleFault::text)
                    .satisfiesExactlyInAnyOrder(
                            text -> assertThat(text).startsWith("base.jar imports the package org.example.absent"),
                            text -> assertThat(text)
                                    .startsWith("broken.jar needs another bundle that cannot be used either"));
            assertThat(Hosts.valueOf(host, "sound")).isEqualTo(3);
        }
    }
}
