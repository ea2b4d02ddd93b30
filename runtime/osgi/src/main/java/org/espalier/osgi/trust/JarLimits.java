package org.espalier.osgi.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * How large a jar may be, and that its entries have decent names. Nothing of a jar is held in memory to find out.
 *
 * @param mostEntries entries, those of jars inside it included
 * @param mostBytes bytes of the file
 * @param mostUnpackedBytes bytes of all its entries, those of jars inside it included
 * @param mostUnpackedPerByte how many times larger than the file its entries may be, when they are more than 16 MiB
 */
public record JarLimits(int mostEntries, long mostBytes, long mostUnpackedBytes, int mostUnpackedPerByte) {
    /** Ten times what the largest bundle with libraries inside needs. */
    public static final JarLimits STANDARD = new JarLimits(65_535, 1L << 30, 4L << 30, 200);

    private static final long ALWAYS_ALLOWED = 16L << 20;
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String AGAIN = "It is not what a build makes: get it again from its author, or do not use it.";
    private static final Pattern OUTSIDE = Pattern.compile("[/\\\\].*|[A-Za-z]:.*|(.*[/\\\\])?\\.\\.([/\\\\].*)?");

    /**
     * Reads all of a jar.
     *
     * @throws RefusedJarException when it passes a limit, or an entry's name is absolute, leads out of the jar or stands
     *     there twice
     * @throws IOException when it is no jar, or a damaged one
     */
    void check(Path jar) throws RefusedJarException, IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            if (zip.size() > mostEntries) {
                throw tooMany();
            }
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            checkNames(entries);
            Unpacking unpacking = new Unpacking(this, Files.size(jar));
            for (ZipEntry entry : entries) {
                unpacking.read(zip, entry);
            }
        }
    }

    /** At most so many bytes may come out of a file of that length. */
    long mostUnpacked(long fileBytes) {
        return Math.min(mostUnpackedBytes, Math.max(ALWAYS_ALLOWED, fileBytes * mostUnpackedPerByte));
    }

    RefusedJarException tooMany() {
        return new RefusedJarException("has more than " + mostEntries + " entries.", AGAIN);
    }

    RefusedJarException unpacksTo(String entry, long limit, long fileBytes) {
        return new RefusedJarException(
                "unpacks to more than " + limit + " bytes, though it has only " + fileBytes + " (at its entry " + entry
                        + "): it may be made to fill memory.",
                AGAIN);
    }

    private static void checkNames(List<? extends ZipEntry> entries) throws RefusedJarException {
        Set<String> seen = new HashSet<>();
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
            if (plain.isEmpty()
                    || OUTSIDE.matcher(plain).matches()
                    || plain.chars().anyMatch(c -> c < ' ')) {
                throw new RefusedJarException(
                        "has an entry called '" + printable(name) + "', which leads out of the jar.", AGAIN);
            }
            if (!seen.add(plain)) {
                throw new RefusedJarException(
                        "holds the entry " + name + " twice, so that two readers may see two different jars.", AGAIN);
            }
            if (plain.equalsIgnoreCase(MANIFEST) && !plain.equals(MANIFEST)) {
                throw new RefusedJarException(
                        "has a manifest called " + name + ", which not every reader takes for one.",
                        "Build it so that the name is " + MANIFEST + ".");
            }
        }
    }

    private static String printable(String name) {
        return name.codePoints()
                .mapToObj(c -> c < ' ' ? String.format("\\u%04x", c) : Character.toString(c))
                .collect(java.util.stream.Collectors.joining());
    }
}
