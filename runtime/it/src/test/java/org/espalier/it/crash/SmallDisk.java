package org.espalier.it.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** A file system of a few megabytes in memory that can run full and become read-only; only root can mount one. */
final class SmallDisk implements AutoCloseable {
    private static final String BYTES = "16m";
    private static final int BLOCK = 4096;

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Why this machine cannot have one; empty when it can. */
    static Optional<String> impossible() throws IOException, InterruptedException {
        Path probe = Files.createTempDirectory("espalier-disk");
        try {
            String trouble = said(List.of("mount", "-t", "tmpfs", "-o", "size=64k", "espalier-test", probe.toString()));
            if (!trouble.isEmpty()) {
                return Optional.of(trouble);
            }
            require("umount", probe.toString());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("there is no command 'mount'");
        } finally {
            Files.delete(probe);
        }
    }

    /** Mounts one. What an earlier test left mounted there goes first. */
    static SmallDisk at(Path root) throws IOException, InterruptedException {
        Path folder = root.toAbsolutePath().normalize();
        unmountAll(folder);
        Files.createDirectories(folder);
        require("mount", "-t", "tmpfs", "-o", "size=" + BYTES, "espalier-test", folder.toString());
        return new SmallDisk(folder);
    }

    Path folder(String name) {
        return root.resolve(name);
    }

    /** Writes ballast until only so many bytes are free. */
    void leave(long bytes) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (FileChannel ballast = FileChannel.open(
                ballast(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (long over = free() - bytes; over >= BLOCK; over -= BLOCK) {
                ballast.write(block.rewind());
            }
        }
    }

    /** Takes the ballast away. */
    void clear() throws IOException {
        Files.deleteIfExists(ballast());
    }

    long free() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /** Nothing can be created, changed or deleted any more; files that are open stay so. */
    void makeReadOnly() throws IOException, InterruptedException {
        Path other = Files.createTempDirectory("espalier-read-only");
        require("mount", "--bind", root.toString(), other.toString());
        try {
            require("mount", "-o", "remount,bind,ro", other.toString());
            require("mount", "--bind", other.toString(), root.toString());
        } finally {
            require("umount", other.toString());
            Files.delete(other);
        }
    }

    /** Takes {@link #makeReadOnly} back. */
    void makeWritable() throws IOException, InterruptedException {
        require("umount", root.toString());
    }

    @Override
    public void close() throws IOException {
        try {
            unmountAll(root);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void unmountAll(Path folder) throws IOException, InterruptedException {
        while (Files.isDirectory(folder)
                && said(List.of("umount", folder.toString())).isEmpty()) {
            // Once more: a read-only mount may lie over it.
        }
    }

    private Path ballast() {
        return root.resolve("ballast");
    }

    private static void require(String... command) throws IOException, InterruptedException {
        String trouble = said(List.of(command));
        if (!trouble.isEmpty()) {
            throw new IOException(String.join(" ", command) + ": " + trouble);
        }
    }

    /** What a command complained about; empty when it went well. */
    private static String said(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? "" : output.isEmpty() ? "it failed" : output;
    }
}
