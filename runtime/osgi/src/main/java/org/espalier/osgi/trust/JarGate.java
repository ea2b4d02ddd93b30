package org.espalier.osgi.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import org.espalier.core.files.FileDigest;

/**
 * Lets jars in that are sound and trusted. A jar is copied first, and the copy is what is verified and used, so nobody can
 * exchange it in between.
 *
 * @param limits how large a jar may be
 * @param list what is trusted; without one every jar that is whole
 * @param clock against which certificates expire
 */
public record JarGate(JarLimits limits, Optional<TrustList> list, InstantSource clock) {
    private static final int CHUNK = 1 << 16;

    /**
     * A jar that may be used.
     *
     * @param copy the bytes that were verified
     * @param sha256 their digest
     */
    public record Admitted(Path copy, String sha256, Trust trust) {}

    /**
     * Copies and verifies a jar.
     *
     * @param original where it lies
     * @param copy where to; must not exist
     * @throws RefusedJarException when it is not let in
     * @throws IOException when it cannot be read, or is no jar
     */
    public Admitted admit(Path original, Path copy) throws RefusedJarException, IOException {
        String sha256 = copy(original, copy);
        limits.check(copy);
        JarSignature signature = JarSignature.of(copy);
        Trust trust = list.isEmpty()
                ? new Trust.NotAsked()
                : new TrustCheck(list.get(), clock).of(String.valueOf(original.getFileName()), sha256, signature);
        return new Admitted(copy, sha256, trust);
    }

    private String copy(Path original, Path copy) throws RefusedJarException, IOException {
        MessageDigest sha = FileDigest.start();
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        try (InputStream in = Files.newInputStream(original);
                OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                bytes += read;
                if (bytes > limits.mostBytes()) {
                    throw new RefusedJarException(
                            "has more than " + limits.mostBytes() + " bytes.",
                            "A bundle is smaller: put data and libraries into files of their own.");
                }
                sha.update(chunk, 0, read);
                out.write(chunk, 0, read);
            }
        }
        return FileDigest.hex(sha);
    }
}
