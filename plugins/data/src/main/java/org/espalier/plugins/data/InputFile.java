package org.espalier.plugins.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.espalier.api.EspalierException;

/**
 * A file named in a recipe.
 *
 * @param path where it is
 * @param role what it is wanted for, for example {@code "the images"}
 */
record InputFile(Path path, String role) {
    /** Arrays end here. */
    static final long LONGEST = Integer.MAX_VALUE - 8L;

    /**
     * All bytes of the file.
     *
     * @throws EspalierException when it is missing, a folder, not readable or too long
     */
    byte[] bytes() {
        expectFile();
        try {
            long length = Files.size(path);
            if (length > LONGEST) {
                throw new EspalierException(
                        path + " has " + length + " bytes; at most " + LONGEST + " can be read as " + role + ".");
            }
            return Files.readAllBytes(path);
        } catch (OutOfMemoryError e) {
            throw noRoom(path.toFile().length(), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The bytes of the file, one after the other.
     *
     * @throws EspalierException when it is missing, a folder or not readable
     */
    InputStream stream() {
        expectFile();
        try {
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void expectFile() {
        if (Files.isDirectory(path)) {
            throw new EspalierException(path + " is a folder; " + role + " must be a file.");
        }
        if (!Files.exists(path)) {
            throw new EspalierException("There is no file " + path + " to read " + role + " from.");
        }
    }

    /** What to say when the file system fails. */
    EspalierException unreadable(IOException e) {
        return e instanceof AccessDeniedException
                ? new EspalierException("You have no permission to read " + path + " (" + role + ").", e)
                : new EspalierException("Reading " + path + " (" + role + ") failed: " + e.getMessage() + ".", e);
    }

    /**
     * Space for what is unpacked from the file.
     *
     * @throws EspalierException when the heap has no room for it
     */
    byte[] space(int bytes) {
        try {
            return new byte[bytes];
        } catch (OutOfMemoryError e) {
            throw noRoom(bytes, e);
        }
    }

    private EspalierException noRoom(long bytes, OutOfMemoryError e) {
        return new EspalierException(
                path + " (" + role + ") needs " + bytes + " bytes, for which the Java heap has no room ("
                        + Runtime.getRuntime().maxMemory() + " bytes in all). Give Java more with -Xmx.",
                e);
    }

    /** SHA-256 of bytes, as {@code sha256:hex}. */
    static String digest(byte[]... parts) {
        MessageDigest sha = sha256();
        for (byte[] part : parts) {
            sha.update(part);
        }
        return digest(sha);
    }

    /** What went through a digest of SHA-256, as {@code sha256:hex}. */
    static String digest(MessageDigest sha) {
        return "sha256:" + HexFormat.of().formatHex(sha.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
