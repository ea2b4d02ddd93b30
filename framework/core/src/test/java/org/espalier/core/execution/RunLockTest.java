package org.espalier.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.espalier.api.EspalierException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z"));

    @TempDir
    private Path temp;

    private Path folder() {
        return temp.resolve("run");
    }

    private RunLock take() {
        return RunLock.take(folder(), "quickstart", CLOCK);
    }

    /** Another JVM that holds the folder; it is sure to hold it when this returns. */
    private Process holder() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        folder().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        assertThat(said.readLine()).isEqualTo("taken");
        return process;
    }

    @Test
    void aFolderThatWasLetGoIsFreeAndTellsOfNobody() {
        take().close();
        assertThat(RunLock.state(folder())).isEqualTo(LockState.FREE);
        try (RunLock again = take()) {
            assertThat(again.abandoned()).isEmpty();
        }
    }

    @Test
    void aFolderWithoutALockIsFree() {
        assertThat(RunLock.state(folder())).isEqualTo(LockState.FREE);
    }

    @Test
    void twoRunsOfOneProcessCannotHaveOneFolder() {
        try (RunLock _ = take()) {
            assertThatThrownBy(this::take)
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining(folder().toString())
                    .hasMessageContaining("another run of this process")
                    .hasMessageContaining("quickstart")
                    .hasMessageContaining("2026-03-01T10:00:00Z")
                    .hasMessageContaining("--run-dir");
        }
    }

    @Test
    void aFolderIsTheSameByWhateverPathItIsReached() throws IOException {
        Files.createDirectories(folder());
        Path link = Files.createSymbolicLink(temp.resolve("link"), folder());
        try (RunLock _ = take()) {
            assertThatThrownBy(() -> RunLock.take(link, "other", CLOCK)).hasMessageContaining("in use");
            assertThat(RunLock.state(link).held()).isTrue();
        }
    }

    @Test
    void lookingAtAHeldFolderDoesNotLetItGo() throws Exception {
        try (RunLock _ = take()) {
            LockState state = RunLock.state(folder());
            assertThat(state.held()).isTrue();
            assertThat(state.owner().orElseThrow().recipe()).isEqualTo("quickstart");
            assertThatThrownBy(this::take).hasMessageContaining("in use");
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockHolder.class.getName(),
                            folder().toString())
                    .redirectErrorStream(true)
                    .start();
            other.getOutputStream().close();
            String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said)
                    .contains("in use by process " + ProcessHandle.current().pid());
            assertThat(other.waitFor()).isNotZero();
        }
    }

    @Test
    void aFolderOfAnotherProcessIsRefusedUntilThatProcessIsKilledAndThenSaysSo() throws Exception {
        Process other = holder();
        try {
            assertThat(RunLock.state(folder()).held()).isTrue();
            assertThatThrownBy(this::take)
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining("in use by process " + other.pid())
                    .hasMessageContaining("held, since 2");
        } finally {
            other.destroyForcibly().waitFor();
        }
        LockState left = RunLock.state(folder());
        assertThat(left.held()).isFalse();
        assertThat(left.owner().orElseThrow().pid()).isEqualTo(other.pid());
        try (RunLock mine = take()) {
            assertThat(mine.abandoned().orElseThrow().text()).contains("process " + other.pid());
        }
        assertThat(RunLock.state(folder())).isEqualTo(LockState.FREE);
    }

    @Test
    void aFolderInUseIsNotMoved() throws IOException {
        Path target = temp.resolve("moved");
        try (RunLock _ = take()) {
            assertThatThrownBy(() -> RunLock.move(folder(), target, CLOCK)).hasMessageContaining("in use");
            assertThat(target).doesNotExist();
        }
        RunLock.move(folder(), target, CLOCK);
        assertThat(target).isDirectory();
        assertThat(folder()).doesNotExist();
    }

    @Test
    void movingAFolderKeepsWhatADeadProcessLeft() throws Exception {
        Process other = holder();
        other.destroyForcibly().waitFor();
        Path target = temp.resolve("moved");
        RunLock.move(folder(), target, CLOCK);
        assertThat(RunLock.state(target).owner().orElseThrow().pid()).isEqualTo(other.pid());
    }

    @Test
    void aLockFileThatAPowerCutDamagedNamesNobody() throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve(RunLock.FILE), new byte[100]);
        try (RunLock mine = take()) {
            assertThat(mine.abandoned().orElseThrow().text()).isEqualTo("a process that left no name");
        }
    }

    @Test
    void anInterruptedThreadLetsGoAsWell() {
        RunLock lock = take();
        Thread.currentThread().interrupt();
        lock.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(RunLock.state(folder())).isEqualTo(LockState.FREE);
    }
}
