package org.espalier.api.backend;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sizes of a processor's own caches, by which kernels choose how much they work on at a time. No result depends on them.
 *
 * @param first bytes of the first cache, for data
 * @param second bytes of the second cache
 */
public record CacheSizes(long first, long second) {
    /** What is taken where nothing is known: few processors have less. */
    public static final CacheSizes USUAL = new CacheSizes(32 << 10, 512 << 10);

    private static final CacheSizes HERE = read(Path.of("/sys/devices/system/cpu/cpu0/cache"));

    public CacheSizes {
        if (first <= 0 || second < first) {
            throw new IllegalArgumentException("The second cache is at least as large as the first; they have " + second
                    + " and " + first + " bytes.");
        }
    }

    /** Those of the processor the program runs on, as Linux tells them; elsewhere {@link #USUAL}. */
    public static CacheSizes here() {
        return HERE;
    }

    /**
     * Reads them from a folder with a folder {@code index…} for each cache, which holds the files level, type and size.
     * A size that is missing or makes no sense is the usual one.
     */
    static CacheSizes read(Path folder) {
        long first = USUAL.first;
        long second = USUAL.second;
        try (DirectoryStream<Path> caches = Files.newDirectoryStream(folder, "index*")) {
            for (Path cache : caches) {
                String type = text(cache, "type");
                String level = text(cache, "level");
                if (level.equals("1") && type.equals("Data")) {
                    first = bytes(text(cache, "size"), first);
                } else if (level.equals("2") && !type.equals("Instruction")) {
                    second = bytes(text(cache, "size"), second);
                }
            }
        } catch (IOException e) {
            return USUAL;
        }
        return second < first ? USUAL : new CacheSizes(first, second);
    }

    private static String text(Path cache, String name) throws IOException {
        return Files.readString(cache.resolve(name)).strip();
    }

    private static long bytes(String size, long usual) {
        return size.matches("[1-9][0-9]{0,8}K") ? Long.parseLong(size, 0, size.length() - 1, 10) << 10 : usual;
    }
}
