package org.espalier.plugins.nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.espalier.api.EspalierException;

/** Reads arrays of one npz file: a zip of npy files. */
final class NpzReader {
    private static final String SUFFIX = ".npy";
    private static final String WHOLE = "<i4";

    /** Deflate never shrinks data by more than this factor; a header that declares more lies. */
    private static final long MOST_UNPACKED_PER_BYTE = 1032;

    private final Path file;
    private final NpyCodec codec;

    NpzReader(Path file, NpyCodec codec) {
        this.file = file;
        this.codec = codec;
    }

    /**
     * Reads an array.
     *
     * @throws EspalierException when the file is missing or damaged, or has no such array
     */
    NpyArray read(String array) {
        return codec.decode(bytes(array));
    }

    /**
     * Reads an array of whole numbers of 32 bits, each as it is.
     *
     * @throws EspalierException when the file is missing or damaged, or has no such array
     */
    int[] wholes(String array) {
        byte[] bytes = bytes(array);
        NpyHeader header = NpyHeader.of(file + "!" + array + SUFFIX, bytes);
        if (!header.type().equals(WHOLE)) {
            throw new EspalierException(
                    header.name() + " holds values of type " + header.type() + "; " + WHOLE + " is meant.");
        }
        int[] numbers = new int[header.count()];
        int start = header.end() - numbers.length * Integer.BYTES;
        ByteBuffer.wrap(bytes, start, bytes.length - start)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(numbers);
        return numbers;
    }

    private byte[] bytes(String array) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(array + SUFFIX);
            if (entry == null) {
                throw new EspalierException(
                        file + " has no array \"" + array + "\"; it has " + String.join(", ", names(zip)) + ".");
            }
            return bytes(zip, entry);
        } catch (IOException e) {
            throw new EspalierException(
                    file + " cannot be read as a zip of arrays (looking for " + array + "): " + e.getMessage() + ".",
                    e);
        }
    }

    /** An array that can be read. */
    record Entry(String name, NpyHeader header) {}

    /**
     * All arrays, by the alphabet.
     *
     * @throws EspalierException when the file is no zip, or one of them is damaged
     */
    List<Entry> entries() {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<Entry> entries = new ArrayList<>();
            for (String name : arrays(zip)) {
                try (InputStream in = zip.getInputStream(zip.getEntry(name + SUFFIX))) {
                    byte[] begin = in.readNBytes(NpyHeader.LONGEST_HEADER);
                    entries.add(new Entry(name, NpyHeader.of(file + "!" + name + SUFFIX, begin)));
                }
            }
            return entries;
        } catch (IOException e) {
            throw new EspalierException(file + " cannot be read as a zip of arrays: " + e.getMessage() + ".", e);
        }
    }

    /** Whether there is an entry of this whole name. */
    boolean has(String entry) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry(entry) != null;
        } catch (IOException e) {
            throw new EspalierException(file + " cannot be read as a zip of arrays: " + e.getMessage() + ".", e);
        }
    }

    /** The bytes of an array, as many as its header says: a zip can unpack to a thousand times its size. */
    private byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] begin = in.readNBytes(NpyHeader.LONGEST_HEADER);
            NpyHeader header = NpyHeader.of(file + "!" + entry.getName(), begin);
            byte[] npy = space(header);
            int read = Math.min(begin.length, npy.length);
            System.arraycopy(begin, 0, npy, 0, read);
            read += in.readNBytes(npy, read, npy.length - read);
            if (read < npy.length) {
                throw header.endsAt("ends at byte " + read);
            }
            if (begin.length > npy.length || in.read() >= 0) {
                throw header.endsAt("goes on after byte " + npy.length);
            }
            return npy;
        }
    }

    private byte[] space(NpyHeader header) throws IOException {
        long most = Files.size(file) * MOST_UNPACKED_PER_BYTE;
        if (header.end() > most) {
            throw header.endsAt("can unpack to no more than " + most + " bytes");
        }
        try {
            return new byte[header.end()];
        } catch (OutOfMemoryError e) {
            throw new EspalierException(
                    header.name() + " has " + header.end() + " bytes, for which the Java heap has no room ("
                            + Runtime.getRuntime().maxMemory() + " bytes in all). Give Java more with -Xmx.",
                    e);
        }
    }

    private static List<String> names(ZipFile zip) {
        List<String> names = arrays(zip);
        return names.isEmpty() ? List.of("none") : names;
    }

    private static List<String> arrays(ZipFile zip) {
        List<String> names = new ArrayList<>();
        zip.stream()
                .map(ZipEntry::getName)
                .filter(n -> n.endsWith(SUFFIX))
                .sorted()
                .forEach(n -> names.add(n.substring(0, n.length() - SUFFIX.length())));
        return names;
    }

    static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new EspalierException(file + " is a folder; an npz file was expected.");
        }
        if (!Files.exists(file)) {
            throw new EspalierException("There is no file " + file + ".");
        }
    }
}
