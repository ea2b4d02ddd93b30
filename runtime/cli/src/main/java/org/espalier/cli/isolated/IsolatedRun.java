package org.espalier.cli.isolated;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.espalier.api.EspalierException;

/**
 * A command in a child process with a heap of its own. Whatever happens there, this process and its memory are untouched;
 * a child that no longer shows signs of life is killed.
 */
public final class IsolatedRun {
    /** The property that names the child's heartbeat. */
    private static final String HEARTBEAT = "espalier.heartbeat";

    /** The property that holds the number of the process a child belongs to. */
    private static final String PARENT = "espalier.parent";

    /** The longest silence: a child that collects garbage all the time beats late, but not this late. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long POLL_MILLIS = 250;

    private final String mainClass;
    private final Optional<String> heap;

    /**
     * @param heap what {@code -Xmx} takes, for example {@code 2g}; empty: what Java takes by itself
     */
    public IsolatedRun(String mainClass, Optional<String> heap) {
        this.mainClass = mainClass;
        this.heap = heap;
    }

    /**
     * How a child ended.
     *
     * @param code its exit code
     * @param killed whether it was killed because it showed no sign of life
     */
    public record End(int code, boolean killed) {}

    /**
     * Runs a command line in a child that shares this process's input and output, and waits for it.
     *
     * @throws EspalierException when no child can be started
     */
    public End run(List<String> arguments) {
        Path file = heartbeatFile();
        try {
            Process child = start(arguments, file);
            try (Forwarding signals = Forwarding.to(child)) {
                return watch(child, new Heartbeat(file));
            } finally {
                child.destroyForcibly();
            }
        } catch (IOException e) {
            throw new EspalierException("No process can be started for the run: " + e.getMessage() + ".", e);
        } finally {
            file.toFile().delete();
        }
    }

    /** What a process does first: a child beats, and ends in order when its parent is gone. */
    public static void begin(Runnable whenParentIsGone) {
        Optional.ofNullable(System.getProperty(HEARTBEAT)).ifPresent(file -> new Heartbeat(Path.of(file)).beat());
        Optional.ofNullable(System.getProperty(PARENT))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .ifPresent(parent -> parent.onExit().thenRun(whenParentIsGone));
    }

    private static Path heartbeatFile() {
        try {
            return Files.createTempFile("espalier-heartbeat-", ".tmp");
        } catch (IOException e) {
            throw new EspalierException(
                    "No temporary file can be made for an isolated run: " + e.getMessage() + ".", e);
        }
    }

    private Process start(List<String> arguments, Path heartbeat) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        heap.ifPresent(size -> command.add("-Xmx" + size));
        command.add("-D" + HEARTBEAT + "=" + heartbeat);
        command.add("-D" + PARENT + "=" + self.pid());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static End watch(Process child, Heartbeat heartbeat) throws IOException {
        boolean killed = false;
        try {
            while (!child.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!killed && heartbeat.silence().compareTo(PATIENCE) > 0) {
                    killed = true;
                    child.destroyForcibly();
                }
            }
            return new End(child.exitValue(), killed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EspalierException("The isolated run was interrupted and its process ended.", e);
        }
    }
}
