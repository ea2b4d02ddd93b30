package org.espalier.core.execution;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lock files this process holds. Locks belong to the process, and closing any channel of a file gives up all locks the
 * process has on it. So a lock file is opened only here, one at a time, and never while this process holds it. There is
 * one register for the process (decision record 6).
 */
final class LockedFiles {
    /** The only one. */
    static final LockedFiles OF_PROCESS = new LockedFiles();

    /** Locked is one byte beyond all content, so that others can read who holds it on every system. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int MOST_BYTES = 10_000;

    private final Map<Object, RunOwner> owners = new HashMap<>();

    /** Of files that another copy of this class holds; closing them would take its locks away. */
    private final List<FileChannel> never = new ArrayList<>();

    private LockedFiles() {}

    /** A file locked by this process. */
    record Held(FileChannel channel, Object key) {}

    /** Locks a file, which is created when it is not there; empty when someone has it, if only to look at it. */
    synchronized Optional<Held> lock(Path file, RunOwner owner) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        Optional<Object> before = key(file);
        if (before.map(owners::containsKey).orElse(true)) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        // Another process may have moved the folder away before the lock was there.
        if (!isFree(channel, false) || !key(file).equals(before)) {
            close(channel);
            return Optional.empty();
        }
        owners.put(before.get(), owner);
        return Optional.of(new Held(channel, before.get()));
    }

    /** Lets a file go. */
    synchronized void release(Held held) throws IOException {
        try (FileChannel _ = held.channel()) {
            owners.remove(held.key());
        }
    }

    /** Who has a file, or who died with it. */
    synchronized LockState state(Path file) throws IOException {
        Optional<Object> key = key(file);
        if (key.isEmpty()) {
            return LockState.FREE;
        }
        if (owners.containsKey(key.get())) {
            return new LockState(true, Optional.of(owners.get(key.get())));
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            boolean free = isFree(channel, true);
            return new LockState(!free, content(channel));
        } finally {
            close(channel);
        }
    }

    /** What the last holder left in the file. */
    static Optional<RunOwner> content(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST_BYTES, channel.size()));
        for (int read = 0; read >= 0 && bytes.hasRemaining(); ) {
            read = channel.read(bytes, bytes.position());
        }
        String line = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        return line.isBlank() ? Optional.empty() : Optional.of(RunOwner.parse(line));
    }

    /** A file that is new has no lock that closing could give up. */
    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; whose it is, the lock decides.
            return;
        }
    }

    private boolean isFree(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, shared) != null;
        } catch (OverlappingFileLockException e) {
            never.add(channel);
            return false;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void close(FileChannel channel) throws IOException {
        if (!never.contains(channel)) {
            channel.close();
        }
    }

    /** What tells a file from all others, whatever path leads to it; empty when it is not there. */
    private static Optional<Object> key(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return Optional.of(key == null ? file.toRealPath() : key);
    }
}
