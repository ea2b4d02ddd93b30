package org.espalier.osgi.trust;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Unpacks a jar into nothing and counts. A jar inside the jar is unpacked as well: a bundle may load classes from it. */
final class Unpacking {
    private static final int CHUNK = 1 << 16;

    private final JarLimits limits;
    private final long fileBytes;
    private final long most;
    private final byte[] chunk = new byte[CHUNK];
    private long bytes;
    private int entries;

    Unpacking(JarLimits limits, long fileBytes) {
        this.limits = limits;
        this.fileBytes = fileBytes;
        this.most = limits.mostUnpacked(fileBytes);
    }

    void read(ZipFile zip, ZipEntry entry) throws RefusedJarException, IOException {
        count();
        try (InputStream in = zip.getInputStream(entry)) {
            if (entry.getName().toLowerCase(Locale.ROOT).endsWith(".jar")) {
                readInside(in, entry.getName());
            }
            drain(in, entry.getName());
        }
    }

    private void readInside(InputStream jar, String name) throws RefusedJarException, IOException {
        ZipInputStream inside = new ZipInputStream(jar);
        try {
            for (ZipEntry entry = inside.getNextEntry(); entry != null; entry = inside.getNextEntry()) {
                count();
                drain(inside, name + "!" + entry.getName());
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            // It is no jar whatever its name says; whoever opens it will say so, and nothing came out of it.
        }
    }

    private void count() throws RefusedJarException {
        if (++entries > limits.mostEntries()) {
            throw limits.tooMany();
        }
    }

    private void drain(InputStream in, String name) throws RefusedJarException, IOException {
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            bytes += read;
            if (bytes > most) {
                throw limits.unpacksTo(name, most, fileBytes);
            }
        }
    }
}
