package org.espalier.core.execution;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.files.FileFault;
import org.espalier.core.json.Json;

/**
 * A run's folder belongs to one run at a time. The file {@value #FILE} in it is locked for the life of the run, and says
 * who holds it; it is emptied when the run lets go, and never deleted. The system gives up the locks of a process that
 * dies, so what still stands in an unlocked file was left by such a process.
 */
public final class RunLock implements AutoCloseable {
    /** The file's name. */
    public static final String FILE = ".lock";

    /** Someone who only looks who has the lock has it for a moment. */
    private static final int ATTEMPTS = 6;

    private static final long PAUSE_MILLIS = 20;

    private final Path file;
    private final LockedFiles.Held held;
    private final Optional<RunOwner> abandoned;
    private final boolean announced;

    private RunLock(Path file, LockedFiles.Held held, Optional<RunOwner> abandoned, boolean announced) {
        this.file = file;
        this.held = held;
        this.abandoned = abandoned;
        this.announced = announced;
    }

    /**
     * Takes a folder for a run and says so in the file.
     *
     * @param folder is created when it is not there
     * @param recipe what is run
     * @throws EspalierException when another run uses the folder, in this process or another, or nothing can be written
     */
    public static RunLock take(Path folder, String recipe, InstantSource clock) {
        return lock(folder, RunOwner.ofProcess(clock.instant(), recipe), true);
    }

    /**
     * Moves the folder of an earlier run. No run can begin in it meanwhile.
     *
     * @throws EspalierException when a run uses it
     * @throws IOException when it cannot be moved
     */
    public static void move(Path folder, Path to, InstantSource clock) throws IOException {
        RunOwner owner = RunOwner.ofProcess(clock.instant(), "a move to " + to.getFileName());
        try (RunLock _ = lock(folder, owner, false)) {
            Files.move(folder, to);
        }
    }

    /**
     * Whether a folder is in use.
     *
     * @throws EspalierException when that cannot be read
     */
    public static LockState state(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return LockedFiles.OF_PROCESS.state(file);
        } catch (IOException e) {
            throw new EspalierException(file + " cannot be read (" + FileFault.reason(e) + ").", e);
        }
    }

    /** Who had the folder before and died without letting go. */
    public Optional<RunOwner> abandoned() {
        return abandoned;
    }

    private static RunLock lock(Path folder, RunOwner owner, boolean announced) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            LockedFiles.Held held = persistently(folder, file, owner);
            try {
                Optional<RunOwner> abandoned = LockedFiles.content(held.channel());
                if (announced) {
                    write(owner, held.channel());
                }
                return new RunLock(file, held, abandoned, announced);
            } catch (IOException e) {
                LockedFiles.OF_PROCESS.release(held);
                throw e;
            }
        } catch (IOException e) {
            throw RunFolder.unwritable(folder, e);
        }
    }

    private static LockedFiles.Held persistently(Path folder, Path file, RunOwner owner) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<LockedFiles.Held> held = LockedFiles.OF_PROCESS.lock(file, owner);
            if (held.isPresent()) {
                return held.get();
            }
            pause();
        }
        throw new EspalierException(folder + " is in use by " + holder(state(folder), owner)
                + ". Wait for it to end, or name another folder with --run-dir.");
    }

    private static String holder(LockState state, RunOwner self) {
        return state.owner()
                .map(o -> o.pid() == self.pid() && o.host().equals(self.host())
                        ? "another run of this process (" + o.recipe() + ", since " + o.since() + ")"
                        : o.text())
                .orElse("another process");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(RunOwner owner, FileChannel channel) throws IOException {
        channel.truncate(0);
        ByteBuffer line = ByteBuffer.wrap((Json.of(owner).compact() + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    @Override
    public void close() {
        // An interrupted thread would close the channel instead of emptying the file.
        boolean interrupted = Thread.interrupted();
        try {
            if (announced) {
                held.channel().truncate(0);
            }
        } catch (IOException e) {
            untidy(e);
        } finally {
            release();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void release() {
        try {
            LockedFiles.OF_PROCESS.release(held);
        } catch (IOException e) {
            untidy(e);
        }
    }

    private void untidy(IOException e) {
        System.getLogger(RunLock.class.getName())
                .log(System.Logger.Level.WARNING, file + " could not be emptied and let go.", e);
    }
}
