package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.osgi.FelixHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only shows in a JVM of its own: that it ends, what it leaves behind, and what it is without the Vector API. */
class HostProcessTest {
    private static final String ACTIVATOR = """
            package sample.NAME;
            public final class Activator implements org.osgi.framework.BundleActivator {
                public void start(org.osgi.framework.BundleContext context) {
                    throw new FAULT;
                }
                public void stop(org.osgi.framework.BundleContext context) {}
            }
            """;

    @TempDir
    private Path work;

    private Path bundles() throws IOException {
        Path folder = work.resolve("bundles");
        if (!Files.exists(folder)) {
            BundleJar.withSchedule("sound", "sound").in(folder);
        }
        return folder;
    }

    private Path temporary() {
        return work.resolve("tmp");
    }

    private List<Path> leftOver() throws IOException {
        try (Stream<Path> files = Files.list(temporary())) {
            return files.filter(file -> file.getFileName().toString().startsWith("espalier-"))
                    .toList();
        }
    }

    private void withActivator(String name, String fault) throws IOException {
        BundleJar.withSchedule(name, name)
                .header("Bundle-Activator", "sample." + name + ".Activator")
                .header("Import-Package", "org.espalier.api,org.espalier.api.number,org.osgi.framework")
                .source("Activator", ACTIVATOR.replace("NAME", name).replace("FAULT", fault))
                .in(bundles());
    }

    @Test
    void aJvmWithBrokenBundlesEndsAndLeavesNothingBehind() throws IOException, InterruptedException {
        Files.writeString(bundles().resolve("text.jar"), "no jar");
        withActivator("exception", "IllegalStateException(\"loose\")");
        withActivator("error", "StackOverflowError(\"deep\")");
        withActivator("memory", "OutOfMemoryError(\"pretended\")");
        BundleJar.withSchedule("cut", "cut")
                .change("sample/cut/Level.class", content -> new byte[] {0, 1, 2})
                .in(bundles());
        ChildJvm child =
                ChildJvm.run(temporary(), List.of(), HostProbe.class, bundles().toString());
        assertThat(child.exit()).as(child.output()).isZero();
        assertThat(child.output())
                .contains("sound gives 3.0")
                .contains("text.jar is not a readable jar")
                .contains("exception.jar failed to start")
                .contains("error.jar failed to start")
                .contains("memory.jar failed to start")
                .contains("cut.jar has a broken plugin");
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void aBundleForTheVectorApiIsOffWithoutItsFlag() throws IOException, InterruptedException {
        BundleJar.withSchedule("fast", "fast")
                .header("Import-Package", "org.espalier.api,org.espalier.api.number,jdk.incubator.vector")
                .in(bundles());
        ChildJvm without =
                ChildJvm.run(temporary(), List.of(), HostProbe.class, bundles().toString());
        assertThat(without.exit()).as(without.output()).isZero();
        assertThat(without.output())
                .contains("fast.jar needs the Vector API, which this JVM was started without: it is off, and with it"
                        + " schedule 'fast'. Start Java with --add-modules jdk.incubator.vector.")
                .contains("sound gives 3.0");
        ChildJvm with = ChildJvm.run(
                temporary(),
                List.of("--add-modules", "jdk.incubator.vector"),
                HostProbe.class,
                bundles().toString());
        assertThat(with.exit()).as(with.output()).isZero();
        assertThat(with.output()).contains("sound gives 3.0").doesNotContain("fast.jar");
    }

    @Test
    void theDistributionWithoutTheVectorApiIsWholeButForItsBackend() throws IOException, InterruptedException {
        ChildJvm child = ChildJvm.run(
                temporary(),
                List.of(),
                HostProbe.class,
                bundles().toString(),
                Distribution.bundleFolder().toString());
        assertThat(child.exit()).as(child.output()).isZero();
        assertThat(child.output().lines().filter(line -> line.startsWith("espalier-")))
                .singleElement()
                .asString()
                .startsWith("espalier-backend-simd")
                .contains("needs the Vector API")
                .contains("backend 'simd'")
                .endsWith("Start Java with --add-modules jdk.incubator.vector.");
    }

    @ParameterizedTest
    @CsvSource({"abandon, 0", "escape, 1"})
    void aHostThatNobodyClosedDoesNotKeepTheJvmAlive(String word, int exit) throws IOException, InterruptedException {
        BundleJar.withSchedule("thready", "thready")
                .header("Bundle-Activator", "sample.thready.Activator")
                .header("Import-Package", "org.espalier.api,org.espalier.api.number,org.osgi.framework")
                .source("Activator", """
                        package sample.thready;
                        public final class Activator implements org.osgi.framework.BundleActivator {
                            public void start(org.osgi.framework.BundleContext context) {
                                new Thread(() -> {
                                    while (true) {
                                        java.util.concurrent.locks.LockSupport.park();
                                    }
                                }).start();
                            }
                            public void stop(org.osgi.framework.BundleContext context) {}
                        }
                        """)
                .in(bundles());
        ChildJvm child =
                ChildJvm.run(temporary(), List.of(), HostProbe.class, bundles().toString(), word);
        assertThat(child.exit()).as(child.output()).isEqualTo(exit);
        assertThat(child.output()).contains("sound gives 3.0");
    }

    @Test
    void theNextRunDeletesWhatACrashedOneLeft() throws IOException, InterruptedException {
        ChildJvm crashed =
                ChildJvm.run(temporary(), List.of(), HostProbe.class, bundles().toString(), "crash");
        assertThat(crashed.exit()).isEqualTo(9);
        assertThat(leftOver()).hasSize(1);
        ChildJvm next =
                ChildJvm.run(temporary(), List.of(), HostProbe.class, bundles().toString());
        assertThat(next.exit()).as(next.output()).isZero();
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void hostsThatRunAreLeftAloneByOtherProcesses() throws IOException, InterruptedException {
        Files.createDirectories(temporary());
        try (FelixHost first = Hosts.builder(bundles()).temporary(temporary()).start();
                FelixHost second =
                        Hosts.builder(bundles()).temporary(temporary()).start()) {
            assertThat(leftOver()).hasSize(2);
            ChildJvm child = ChildJvm.run(
                    temporary(), List.of(), HostProbe.class, bundles().toString());
            assertThat(child.exit()).as(child.output()).isZero();
            assertThat(leftOver()).hasSize(2);
            assertThat(Hosts.valueOf(first, "sound")).isEqualTo(3);
            assertThat(Hosts.valueOf(second, "sound")).isEqualTo(3);
        }
        assertThat(leftOver()).isEmpty();
    }
}
