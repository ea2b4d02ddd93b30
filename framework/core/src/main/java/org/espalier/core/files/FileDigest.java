package org.espalier.core.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 of files. */
public final class FileDigest {
    private static final int CHUNK = 1 << 16;

    private FileDigest() {}

    /** The digest of a file's bytes, 64 lower-case hexadecimal digits. */
    public static String sha256(Path file) throws IOException {
        MessageDigest sha = start();
        add(file, sha);
        return hex(sha);
    }

    /**
     * The digest over the files in a folder and below: of each its path, its length and its bytes, in the order of the
     * paths.
     */
    public static String ofFolder(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile)
                    .forEach(
                            file -> files.put(folder.relativize(file).toString().replace('\\', '/'), file));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        MessageDigest sha = start();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            String heading = file.getKey() + '\0' + Files.size(file.getValue()) + '\0';
            sha.update(heading.getBytes(StandardCharsets.UTF_8));
            add(file.getValue(), sha);
        }
        return hex(sha);
    }

    private static void add(Path file, MessageDigest sha) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                sha.update(chunk, 0, read);
            }
        }
    }

    /** A SHA-256 to be fed. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What was fed, as 64 lower-case hexadecimal digits. */
    public static String hex(MessageDigest sha) {
        return HexFormat.of().formatHex(sha.digest());
    }
}
