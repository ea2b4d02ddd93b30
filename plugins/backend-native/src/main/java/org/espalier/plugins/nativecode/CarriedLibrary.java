package org.espalier.plugins.nativecode;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.espalier.api.EspalierException;

/**
 * A library within the bundle, with its SHA-256 beside it.
 *
 * @param resource for example {@code /native/linux-x86_64/libespalier_kernels.so}
 */
record CarriedLibrary(String resource) {
    private static final String NAME = "espalier_kernels";

    /** As the build calls the folder of a library: {@code linux-x86_64}, {@code linux-aarch64}, {@code macos-aarch64} … */
    static String machine() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : os;
        return system + "-" + System.getProperty("os.arch").replace("amd64", "x86_64");
    }

    static Optional<CarriedLibrary> forThisMachine() {
        String resource = "/native/" + machine() + "/" + System.mapLibraryName(NAME);
        return Optional.of(resource)
                .filter(name -> CarriedLibrary.class.getResource(name) != null)
                .map(CarriedLibrary::new);
    }

    /**
     * @throws EspalierException when there is none
     */
    static CarriedLibrary required() {
        return forThisMachine()
                .orElseThrow(() -> new EspalierException("This bundle carries no native kernels for " + machine()
                        + "; they are built where there is a C compiler for it. Use another backend, or install a C"
                        + " compiler (Debian: apt-get install gcc libc6-dev) and build the bundle again."));
    }

    /**
     * Opens it until nothing refers to its kernels any more.
     *
     * @throws EspalierException when it is damaged, cannot be opened or is not of this version
     */
    NativeLibrary open() {
        Arena arena = Arena.ofAuto();
        try {
            byte[] bytes = read(resource);
            String wanted = new String(read(resource + ".sha256"), StandardCharsets.US_ASCII).strip();
            if (!sha256(bytes).equals(wanted)) {
                throw new EspalierException("The library " + resource + " of this bundle is damaged: its SHA-256 is "
                        + sha256(bytes) + ", not " + wanted + ". Build the bundle again.");
            }
            return NativeLibrary.of(lookup(bytes, arena), arena);
        } catch (IOException e) {
            throw new EspalierException("The library " + resource + " of this bundle cannot be unpacked: " + e, e);
        }
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = CarriedLibrary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("there is no " + resource);
            }
            return in.readAllBytes();
        }
    }

    /** Opened from a file that only this user can read or change; an open library needs its file no longer. */
    private static SymbolLookup lookup(byte[] bytes, Arena arena) throws IOException {
        Path folder = Files.createTempDirectory("espalier-native-");
        Path file = folder.resolve(System.mapLibraryName(NAME));
        try {
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
            return SymbolLookup.libraryLookup(file, arena);
        } catch (IllegalArgumentException e) {
            throw new EspalierException(
                    "The native kernels cannot be opened from " + folder + ": " + e.getMessage()
                            + ". A file system that is mounted 'noexec' does not allow it; another folder can be given"
                            + " with java -Djava.io.tmpdir=FOLDER.",
                    e);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
